// Measure the time at work on an item: from one sign of activity to the next, without long pauses and hidden pages.

/** Counts seconds. `touch` reports activity; `rest` stops the counting until the next activity. */
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

  /** Return the seconds counted since the last call, to the millisecond. */
  take() {
    this.touch();
    const seconds = Math.round(this.spent) / 1000;
    this.spent = 0;
    return seconds;
  }
}

/** Report all activity in `root` to the clock, and stop it while the page is hidden or the user works elsewhere. */
export function connectClock(clock, root) {
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
