// Shared by every page that checks: canonical JSON, Ed25519, the shown form of a value, and the check of one page.
  const hash = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const utf8 = (text) => new TextEncoder().encode(text);
  const joined = (a, b) => { const out = new Uint8Array(a.length + b.length); out.set(a); out.set(b, a.length); return out; };
  const canon = (v) => Array.isArray(v) ? `[${v.map(canon)}]` : v && typeof v == "object"
    ? `{${Object.keys(v).sort().map((k) => JSON.stringify(k) + ":" + canon(v[k]))}}` : JSON.stringify(v);
  const base58 = (text) => {
    let n = 0n, zeros = 0;
    for (const c of text) {
      const digit = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".indexOf(c);
      if (digit < 0) throw Error("base58");
      n = n * 58n + BigInt(digit);
      if (!n) zeros++;
    }
    const out = [];
    for (; n; n >>= 8n) out.unshift(Number(n & 255n));
    return new Uint8Array([...Array(zeros).fill(0), ...out]);
  };
  const decimal = (text) => {
    if (!/^-?\d{1,16}(\.\d{1,20})?$/.test(text)) throw Error("number");
    const sign = text[0] == "-" ? "\u2212" : "", [whole, part = ""] = text.replace("-", "").split(".");
    if (!/[1-9]/.test(part)) return (/[1-9]/.test(whole) ? sign : "") + String(BigInt(whole)).replace(/\B(?=(\d{3})+$)/g, ",");
    const places = BigInt(whole) < 10n ? 3 : 1, scale = 10n ** 20n;
    let n = BigInt(whole + part.padEnd(20, "0")), unit = 10n ** BigInt(20 - places);
    let tiny = n * 2n < unit, size = places;
    if (tiny) { size = part.search(/[1-9]/) + 2; unit = 10n ** BigInt(20 - size); n = half(n, unit); if (n == 100n) { n = 10n; size--; } } else n = (n * 2n + unit) / (unit * 2n);
    let out = (n / 10n ** BigInt(size)) + "." + String(n % 10n ** BigInt(size)).padStart(size, "0");
    return sign + (!tiny && places == 3 && out.endsWith("0") ? out.slice(0, -1) : out);
  };
  const half = (n, unit) => { const q = n / unit, twice = (n % unit) * 2n; return twice > unit || (twice == unit && q & 1n) ? q + 1n : q; };
  const months = "January February March April May June July August September October November December".split(" ");
  const format = async (value, form) => {
    if (form == "number") return decimal(String(value));
    if (typeof value != "string") throw Error("text");
    if (form == "date") { const [y, m, d] = value.slice(0, 10).split("-"); return `${+d} ${months[m - 1]} ${+y}`; }
    if (form == "fingerprint")
      return [...(await hash(utf8(value))).slice(0, 8)].map((b) => b.toString(16).padStart(2, "0")).join("").toUpperCase().match(/.{4}/g).join(" ");
    return value;
  };
  const resolve = (doc, pointer) => pointer.split("/").slice(1).reduce((v, step) => {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!Object.hasOwn(v, name)) throw Error("pointer");
    return v[name];
  }, doc);
  const signedValue = (docs, address) => {
    const [, sign, kind, place, pointer] = address.match(/^([#@~]?)([ce])(\d+)(\/.*)$/);
    return format(resolve(docs[(kind == "c" ? "cred-" : "evidence-") + place], pointer.replace(/^\/\//, "/credentialSubject/")), { "#": "number", "@": "date", "~": "fingerprint" }[sign]);
  };
  const unpack = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt());
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
  };
  const verify = async (credential) => {
    const { proof, ...document } = credential, jcs = proof.find((p) => p.cryptosuite == "eddsa-jcs-2022"), { proofValue, ...options } = jcs;
    const did = credential.issuer.id, key = base58(did.replace("did:key:z", ""));
    if (key[0] != 0xed || key[1] != 1 || key.length != 34 || jcs.verificationMethod != `${did}#${did.slice(8)}`) return false;
    if (canon(options["@context"]) != canon(document["@context"]) || options.proofPurpose != "assertionMethod") return false;
    const message = joined(await hash(utf8(canon(options))), await hash(utf8(canon(document))));
    return ed25519(key.slice(2), base58(proofValue.slice(1)), message);
  };
  const ed25519 = async (key, signature, message) => {
    try {
      const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
      return await crypto.subtle.verify("Ed25519", imported, signature, message);
    } catch { return verifySlowly(key, signature, message); }
  };
  /*EDWARDS*/
  const inspect = async (page) => {
    const all = (query) => [...page.querySelectorAll(query)], wrong = [], packed = all("#signed")[0];
    const docs = packed ? await unpack(packed.textContent)
      : Object.fromEntries(all("script[id^=cred-],script[id^=evidence-]").map((e) => [e.id, JSON.parse(e.textContent)]));
    const creds = Object.keys(docs).filter((id) => id.startsWith("cred-"));
    const totals = { works: creds.length, own: 0, graded: 0, checks: 0 };
    // A pause between the works lets the reader scroll.
    const pause = () => new Promise((go) => setTimeout(go));
    for (const id of creds) {
      await pause();
      const cred = docs[id], now = new Date().toISOString();
      if (!(await verify(cred))) wrong.push(`the signature of “${cred.name}”`);
      const digest = "sha256-" + btoa(String.fromCharCode(...await hash(utf8(canon(docs[id.replace("cred", "evidence")])))));
      if (cred.relatedResource[0].digestSRI != digest) wrong.push(`the evidence of “${cred.name}”`);
      if (cred.validFrom > now || (cred.validUntil ?? "9") < now) wrong.push(`the dates of “${cred.name}”`);
      const subject = cred.credentialSubject, types = Object.fromEntries(subject.achievement.resultDescription.map((d) => [d.id, d.resultType]));
      const claim = (type) => subject.result.find((r) => types[r.resultDescription] == type)?.value;
      totals[claim("ext:Origin") == "graded by the issuer" ? "graded" : "own"]++;
      totals.checks += Number(claim("ext:ChecksPassed") ?? 0);
    }
    const bound = all("[data-cred],[data-count]");
    for (const [i, e] of bound.entries()) {
      if (i % 16 == 0) await pause();
      let text;
      try { text = e.dataset.count ? String(totals[e.dataset.count]) : await signedValue(docs, e.dataset.cred); } catch {}
      if (text !== e.textContent) wrong.push(`the text “${e.textContent.slice(0, 60)}”`);
    }
    const walk = page.createTreeWalker(page.body, 4);
    for (let node; (node = walk.nextNode());)
      if (/\p{N}/u.test(node.data) && !node.parentElement.closest("[data-cred],[data-count],[data-unsigned],[data-check],script,style"))
        wrong.push(`a number that nothing signs: “${node.data.trim().slice(0, 60)}”`);
    return { docs, creds, bound, wrong: [...new Set(wrong)] };
  };
