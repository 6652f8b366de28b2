// Time at work on an item: from one sign of life to the next, unless the pause was too long or the page was away.

/** Counts seconds. `touch` is a sign of life, `rest` ends the counting until the next one. */
export class Clock {
  constructor(idleSeconds, now = () => performance.now()) {
    this.idle = idleSeconds * 1000;
    this.now = now;
    this.spent = 0;
    this.last = null;
  }

  touch() {
    const now = this.now();
    if (this.last !== null && now - this.last <= this.idle) this.spent += now - this.last;
    this.last = now;
  }

  rest() {
    this.touch();
    this.last = null;
  }

  /** The seconds counted since the last call, in thousandths. */
  take() {
    this.touch();
    const seconds = Math.round(this.spent) / 1000;
    this.spent = 0;
    return seconds;
  }
}

/** Let every sign of life in `root` reach the clock, and let it rest while the page is hidden or work goes on elsewhere. */
export function wind(clock, root) {
  const page = root.ownerDocument;
  const touch = () => clock.touch();
  const signs = ["keydown", "pointerdown", "pointermove", "wheel", "input", "focusin"];
  for (const sign of signs) root.addEventListener(sign, touch, { passive: true, capture: true });
  const away = (event) => { if (!root.contains(event.relatedTarget)) clock.rest(); };
  const hidden = () => { if (page.hidden) clock.rest(); };
  root.addEventListener("focusout", away);
  page.addEventListener("visibilitychange", hidden);
  return () => page.removeEventListener("visibilitychange", hidden);
}
