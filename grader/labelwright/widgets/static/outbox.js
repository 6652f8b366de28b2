// Send actions to the journal. Each stays in the browser until the kernel says that it is on disk.

const RETRY = [500, 1000, 2000, 5000, 10000];
const LATE = 2500;

/** Return the browser's storage if it may be used, otherwise one that lasts as long as the page. */
export function browserStore() {
  try {
    const probe = "labelwright:probe";
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    const texts = new Map();
    return {
      get length() { return texts.size; },
      key: (place) => [...texts.keys()][place] ?? null,
      getItem: (name) => texts.get(name) ?? null,
      setItem: (name, text) => texts.set(name, text),
      removeItem: (name) => texts.delete(name),
    };
  }
}

/** Return every action stored under `prefix`, oldest first. */
export function storedActions(store, prefix) {
  const names = Array.from({ length: store.length }, (_, place) => store.key(place)).filter((name) => name?.startsWith(prefix));
  const found = [];
  for (const name of names) {
    try { found.push(JSON.parse(store.getItem(name))); } catch { store.removeItem(name); }
  }
  return found.filter((action) => action?.id).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** After every change, `tell({waiting, late, trouble})` is called: how many actions wait, whether for long, and what went wrong. */
export class Outbox {
  constructor(ask, key, tell, store = browserStore()) {
    this.ask = ask;
    this.prefix = `labelwright:${key}:`;
    this.tell = tell;
    this.store = store;
    this.waiting = new Map();
    this.sent = new Set();
    this.failures = 0;
    this.trouble = "";
    this.sending = null;
  }

  /** Store an action and send it, at once or after `calm` milliseconds; it replaces an older one with the same id. */
  add(action, calm = 0) {
    this.waiting.set(action.id, action);
    try { this.store.setItem(this.prefix + action.id, JSON.stringify(action)); } catch { /* The storage is full: the action waits in the page. */ }
    clearTimeout(this.soon);
    if (calm) this.soon = setTimeout(() => this.send(), calm); else this.send();
    this.report();
  }

  /** Return whether an action was not sent yet, so that it may still be changed. */
  unsent(id) {
    return this.waiting.has(id) && !this.sent.has(id);
  }

  /** Read the kernel's answer about actions: `kept` are on disk; `refused` were not valid and are dropped. */
  settle(answer) {
    for (const id of [...(answer.kept ?? []), ...Object.keys(answer.refused ?? {})]) this.forget(id);
    const why = Object.values(answer.refused ?? {})[0];
    this.trouble = answer.error ?? (why ? `An action was not saved: ${why}.` : "");
    this.report();
  }

  forget(id) {
    this.waiting.delete(id);
    this.store.removeItem(this.prefix + id);
  }

  /** Send the waiting actions, one message at a time. */
  async send() {
    clearTimeout(this.soon);
    if (this.sending || this.closed) return;
    const batch = [...this.waiting.values()];
    if (!batch.length) return;
    for (const action of batch) this.sent.add(action.id);
    const late = setTimeout(() => { this.late = true; this.report(); }, LATE);
    this.sending = this.ask({ ask: "act", actions: batch }).catch((error) => ({ error: error.message }));
    const answer = await this.sending;
    clearTimeout(late);
    this.sending = null;
    this.settle(answer);
    if (answer.error) this.failures += 1; else { this.failures = 0; this.late = false; }
    this.report();
    this.again();
  }

  /** Wait until every action is sent, or for three seconds. */
  async empty() {
    for (let tries = 0; this.waiting.size && tries < 60; tries++) {
      this.send();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  again() {
    // Another page on the same journal may have sent the actions of this one.
    for (const id of this.waiting.keys()) if (this.failures && this.store.getItem(this.prefix + id) === null) this.waiting.delete(id);
    if (!this.waiting.size || this.closed) return this.report();
    const pause = this.failures ? RETRY[Math.min(this.failures, RETRY.length) - 1] : 0;
    this.soon = setTimeout(() => this.send(), pause);
    this.report();
  }

  report() {
    this.tell({ waiting: this.waiting.size, late: Boolean(this.late), trouble: this.trouble });
  }

  /** Stop sending; waiting actions stay in the browser for the next page. */
  close() {
    this.closed = true;
    clearTimeout(this.soon);
  }
}
