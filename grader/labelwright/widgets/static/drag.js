// Drag cards up and down a list of groups, with the mouse, a pen or a finger.

const FAR = 6;

/** Return where a card dropped at `y` goes: {place, tie}. In the middle of a group it joins the group; near an edge it goes before or after. */
export function target(groups, y, ties) {
  for (let place = 0; place < groups.length; place++) {
    const { top, bottom } = groups[place].getBoundingClientRect();
    if (y > bottom) continue;
    const part = (y - top) / Math.max(1, bottom - top);
    if (ties && part > 0.3 && part < 0.7) return { place, tie: true };
    return { place: part < 0.5 ? place : place + 1, tie: false };
  }
  return { place: groups.length, tie: false };
}

/** Make the cards (`card`, a selector) in `list` draggable among its groups (`group`). A drop calls `drop(card, place, tie)`. */
export function makeDraggable(list, card, group, ties, drop) {
  let held = null;
  const groups = () => [...list.querySelectorAll(group)];
  const clear = () => list.querySelectorAll(`${group}, ${card}`).forEach((element) => element.classList.remove("lwl-before", "lwl-after", "lwl-into", "lwl-dragged"));
  const end = () => { clear(); held = null; };
  const show = ({ place, tie }) => {
    const all = groups();
    if (tie) all[place].classList.add("lwl-into");
    else if (place < all.length) all[place].classList.add("lwl-before"); else all.at(-1)?.classList.add("lwl-after");
  };
  list.addEventListener("pointerdown", (event) => {
    const found = event.target.closest(card);
    // A finger on the text scrolls; on the card's head it drags.
    if (!found || event.button || event.target.closest("button") || event.pointerType === "touch" && !event.target.closest(".lwl-card-head")) return;
    held = { card: found, y: event.clientY, far: false, id: event.pointerId };
  });
  list.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    if (!held.far && Math.abs(event.clientY - held.y) < FAR) return;
    if (!held.far) list.setPointerCapture(event.pointerId);
    held.far = true;
    clear();
    held.card.classList.add("lwl-dragged");
    show(target(groups(), event.clientY, ties));
    event.preventDefault();
  });
  list.addEventListener("pointerup", (event) => {
    const { card: found, far } = held ?? {};
    const to = far ? target(groups(), event.clientY, ties) : null;
    end();
    if (to) drop(found, to.place, to.tie);
  });
  list.addEventListener("pointercancel", end);
}
