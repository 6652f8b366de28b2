// Checks the page's own credentials and every number bound to them; a convenience, the command line is the authority.
(async () => {
  const say = (mark, words) => document.querySelectorAll("[data-check]").forEach((e) => { e.dataset.check = mark; e.textContent = words; });
  /*CORE*/
  if (!globalThis.crypto?.subtle) return say("none", "Not checked here: this browser opens no cryptography for this address. Save the page, or use the command below.");
  try {
    const { creds, bound, wrong } = await inspect(document), many = creds.length;
    if (!many) say("bad", "Nothing signed was found on this page.");
    else if (wrong.length) say("bad", `Something does not hold: ${wrong.slice(0, 3).join("; ")}.`);
    else say("good", `Checked in your browser: ${many} signature${many > 1 ? "s" : ""} and ${bound.length} texts and numbers agree. Whose key it is, you confirm with the issuer.`);
  } catch { say("bad", "This page could not be checked: a document in it is missing or broken."); }
})();
