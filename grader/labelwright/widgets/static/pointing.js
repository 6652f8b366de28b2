// The mouse on the picture: draw a new shape, move or resize the chosen one, click, pan with the middle button.

const FAR = 4;

/** Listen on a stage and call `shapes`:
 *  hold() → the chosen shape's number or -1 · hover(place) · preview(act) while the button is down, null when it is released
 *  draw(from, to) · move(dx, dy) · pull(handle, to) · click(number, place): the number of the clicked shape, -1 for none. */
export function listenToMouse(stage, shapes) {
  let held = null;
  const { frame } = stage;
  const begin = (event) => {
    if (!stage.size || event.button > 1 || held) return;
    // A press on the frame's scroll bar is not for the picture.
    if (!event.target.closest(".lwl-stage")) return;
    frame.focus({ preventScroll: true });
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
    const shape = event.target.closest("[data-at]");
    const at = shape ? Number(shape.dataset.at) : -1;
    const act = event.button ? "pan" : event.target.dataset.handle ? "pull" : at >= 0 && at === shapes.hold() ? "move" : "draw";
    held = { act, at, handle: event.target.dataset.handle, from: stage.placeOf(event), x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop, far: false, id: event.pointerId };
  };
  const describe = (event) => {
    const to = stage.placeOf(event);
    return { ...held, to, dx: Math.round(to.x - held.from.x), dy: Math.round(to.y - held.from.y) };
  };
  const move = (event) => {
    if (!stage.size) return;
    if (held?.act === "pan") { frame.scrollLeft = held.left - event.clientX + held.x; frame.scrollTop = held.top - event.clientY + held.y; return; }
    if (held && event.pointerId === held.id) {
      held.far ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) >= FAR;
      if (held.far) shapes.preview(describe(event));
    }
    shapes.hover(stage.placeOf(event));
  };
  const end = (event) => {
    if (!held || event.pointerId !== held.id) return;
    const done = describe(event);
    held = null;
    shapes.preview(null);
    if (done.act === "pan") return;
    if (!done.far) shapes.click(done.at, done.from);
    else if (done.act === "draw") shapes.draw(done.from, done.to);
    else if (done.act === "move") shapes.move(done.dx, done.dy);
    else shapes.pull(done.handle, done.to);
  };
  frame.addEventListener("pointerdown", begin);
  frame.addEventListener("pointermove", move);
  frame.addEventListener("pointerup", end);
  frame.addEventListener("pointercancel", () => { held = null; shapes.preview(null); });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey || !stage.size) return;
    event.preventDefault();
    stage.zoomBy(event.deltaY < 0 ? 1 : -1, stage.placeOf(event));
  }, { passive: false });
}
