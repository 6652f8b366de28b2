// Checks any credential, badge image or portfolio page that a reader opens in it; nothing leaves the browser.
(async () => {
  /*CORE*/
  const element = (id) => document.getElementById(id), trusted = JSON.parse(element("trusted").textContent);
  const written = (text) => (text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []).length;
  const members = (v) => v && typeof v == "object" ? Object.values(v).reduce((n, part) => n + members(part), Array.isArray(v) ? 0 : Object.keys(v).length) : 0;
  const strict = (text) => {
    const value = JSON.parse(text);
    if (written(text) != members(value)) throw Error("a member occurs twice, so two readers may see different values");
    return value;
  };
  const fromPng = (bytes) => {
    const view = new DataView(bytes.buffer), name = "openbadgecredential", found = [];
    for (let at = 8; at + 12 <= bytes.length;) {
      const size = view.getUint32(at), kind = String.fromCharCode(...bytes.slice(at + 4, at + 8)), body = bytes.slice(at + 8, at + 8 + size);
      if (kind == "iTXt" && String.fromCharCode(...body.slice(0, name.length)) == name) {
        if (body[name.length + 1]) throw Error("its text is compressed, and this page cannot read that; use the command line");
        let from = name.length + 3;
        for (let zeros = 0; zeros < 2; from++) if (!body[from]) zeros++;
        found.push(new TextDecoder().decode(body.slice(from)));
      }
      at += 12 + size;
    }
    if (found.length != 1) throw Error("the image holds no credential, or more than one; services that resize images remove it");
    return found[0];
  };
  const fromSvg = (text) => {
    const found = [...text.matchAll(/<openbadges:credential\b[^>]*>\s*<!\[CDATA\[([^]*?)\]\]>/g)];
    if (found.length != 1) throw Error("the image holds no credential, or more than one");
    return found[0][1];
  };
  const lines = async (cred) => {
    const out = [], add = (mark, words) => out.push([mark, words]);
    const [type, suite] = [cred.type, cred.proof?.length];
    if (JSON.stringify(type) != '["VerifiableCredential","OpenBadgeCredential"]' || suite != 2) add("bad", "It is not a credential of the kind that labelwright issues.");
    if (JSON.stringify(cred["@context"]) != element("contexts").textContent.trim()) add("bad", "Its list of contexts is not the one that labelwright uses, so its terms could mean something else.");
    add(...await verify(cred) ? ["good", "The signature matches: nothing was changed after signing, and this key signed it."] : ["bad", "The signature does not match: something was changed, or another key signed it."]);
    const mark = await format(cred.issuer.id, "fingerprint"), did = cred.issuer.id, want = element("issuer").value.trim();
    const when = cred.proof.map((p) => p.created).sort(), key = trusted.find((k) => k.did == did && k.from <= when[0] && (!k.until || when.at(-1) <= k.until));
    if (want) add(...want == did ? ["good", `It names the issuer you expect (fingerprint ${mark}).`] : ["bad", `It names another issuer than you expect: ${did}.`]);
    else if (trusted.length) add(...key ? ["good", `Its key is on this site's list (fingerprint ${mark}).`] : ["bad", `Its key is not on this site's list for the time it was signed (fingerprint ${mark}).`]);
    else add("none", `The signer gives its name as “${cred.issuer.name}”, fingerprint ${mark}. Who holds that key was not checked: compare the fingerprint with one that they gave you.`);
    const now = new Date().toISOString();
    add(...cred.validFrom > now ? ["bad", `It begins only at ${cred.validFrom}.`] : (cred.validUntil ?? "9") < now ? ["bad", `It expired at ${cred.validUntil}.`] : ["good", `It began at ${cred.validFrom} and ${cred.validUntil ? `ends at ${cred.validUntil}` : "has no end"}.`]);
    const person = cred.credentialSubject.identifier[0], email = element("email").value.trim();
    if (!email) add("none", "Whose it is was not checked: write the applicant's e-mail address above.");
    else {
      const digest = [...await hash(utf8(email.toLowerCase() + person.salt))].map((b) => b.toString(16).padStart(2, "0")).join("");
      add(...person.identityType == "emailAddress" && person.identityHash == "sha256$" + digest ? ["good", "It was issued to that e-mail address."] : ["bad", "It was not issued to that e-mail address."]);
    }
    return out;
  };
  const write = (title, out) => {
    const part = document.createElement("section"), head = document.createElement("h2"), rows = document.createElement("ul");
    head.textContent = title;
    rows.className = "found";
    for (const [mark, words] of out) {
      const row = document.createElement("li"), sign = document.createElement("strong");
      row.dataset.mark = mark;
      sign.textContent = { good: "holds", bad: "does not hold", none: "open" }[mark];
      row.append(sign, " " + words);
      rows.append(row);
    }
    part.append(head, rows);
    element("answer").append(part);
  };
  let last;
  const look = async (name, bytes) => {
    last = [name, bytes];
    element("answer").replaceChildren();
    try {
      const png = bytes[0] == 0x89 && bytes[1] == 0x50, text = png ? fromPng(bytes) : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      if (/<html/i.test(text.slice(0, 500))) {
        const { docs, creds, bound, wrong } = await inspect(new DOMParser().parseFromString(text, "text/html"));
        write(name, !creds.length ? [["bad", "Nothing signed was found on this page."]] : wrong.length ? wrong.map((w) => ["bad", w]) : [["good", `${bound.length} texts and numbers on the page match what was signed. Only the command line compares the other words and the drawings.`]]);
        for (const id of creds) write(docs[id].name, await lines(docs[id]));
      } else {
        const cred = strict(/<svg/i.test(text.slice(0, 500)) ? fromSvg(text) : text);
        write(String(cred.name), await lines(cred));
      }
    } catch (error) { write(name, [["bad", `This cannot be read as a credential, a badge or a page: ${error.message}.`]]); }
  };
  const take = async (file) => file && look(file.name, new Uint8Array(await file.arrayBuffer()));
  element("file").addEventListener("change", (event) => take(event.target.files[0]));
  element("paste").addEventListener("input", (event) => event.target.value.trim() && look("What you pasted", utf8(event.target.value)));
  for (const id of ["email", "issuer"]) element(id).addEventListener("change", () => last && look(...last));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); });
  element("ready").textContent = globalThis.crypto?.subtle ? "Ready. Nothing that you open here leaves this computer." : "This browser offers no cryptography at this address. Save the page and open it from your disk.";
})();
