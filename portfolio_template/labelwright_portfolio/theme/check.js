// Checks the page's own credentials and every number bound to them: a quick check, the command line checks everything.
(async () => {
  const say = (mark, words) => document.querySelectorAll("[data-check]").forEach((e) => { e.dataset.check = mark; e.textContent = words; });
  /*CORE*/
  if (!globalThis.crypto?.subtle) return say("none", "Not checked here: this browser offers no cryptography at this address. Save the page and open it from your disk, or use the command below.");
  try {
    const { creds, bound, wrong } = await inspect(document), many = creds.length;
    if (!many) say("bad", "Nothing signed was found on this page.");
    else if (wrong.length) say("bad", `Something is not in order: ${wrong.slice(0, 3).join("; ")}.`);
    else say("good", `Checked in your browser: ${many} signature${many > 1 ? "s" : ""} and ${bound.length} texts and numbers agree. Ask the issuer to confirm whose key it is.`);
  } catch { say("bad", "This page could not be checked: a document in it is missing or broken."); }
})();
