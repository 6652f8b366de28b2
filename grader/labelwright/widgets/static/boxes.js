// The geometry of boxes and points, in pixels of the stored image. Edges are on whole pixels and never outside the image.

const within = (value, most) => Math.max(0, Math.min(most, value));

/** Return the box between two corners, clipped to an image of that size; null if nothing is left. */
export function boxBetween(from, to, size) {
  const edges = (a, b, most) => [within(Math.round(Math.min(a, b)), most), within(Math.round(Math.max(a, b)), most)];
  const [left, right] = edges(from.x, to.x, size.width), [top, bottom] = edges(from.y, to.y, size.height);
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

/** Return the column and row of the pixel at a place in the image. */
export function pixelAt(place, size) {
  return { x: within(Math.floor(place.x), size.width - 1), y: within(Math.floor(place.y), size.height - 1) };
}

/** Return a shape after a move; it stops at the image's edge. */
export function shifted(shape, dx, dy, size) {
  const room = shape.width === undefined ? { x: size.width - 1, y: size.height - 1 } : { x: size.width - shape.width, y: size.height - shape.height };
  return { ...shape, x: within(shape.x + dx, Math.max(0, room.x)), y: within(shape.y + dy, Math.max(0, room.y)) };
}

/** Return a box with its right and lower edge moved: at least one pixel stays, and nothing leaves the image. */
export function grown(box, dx, dy, size) {
  const side = (start, length, change, most) => Math.max(Math.min(1, most - start), Math.min(most - start, length + change));
  return { ...box, width: side(box.x, box.width, dx, size.width), height: side(box.y, box.height, dy, size.height) };
}

/** Return a box with the edges that `handle` names ("n", "se" ...) moved to a place. */
export function pulled(box, handle, to, size) {
  const from = { x: box.x, y: box.y }, end = { x: box.x + box.width, y: box.y + box.height };
  const x = Math.round(to.x), y = Math.round(to.y);
  if (handle.includes("w")) from.x = x;
  if (handle.includes("e")) end.x = x;
  if (handle.includes("n")) from.y = y;
  if (handle.includes("s")) end.y = y;
  // Edges that were not moved keep their fraction of a pixel, if they had one.
  const across = [within(Math.min(from.x, end.x), size.width), within(Math.max(from.x, end.x), size.width)];
  const down = [within(Math.min(from.y, end.y), size.height), within(Math.max(from.y, end.y), size.height)];
  if (across[1] <= across[0] || down[1] <= down[0]) return box;
  return { ...box, x: across[0], y: down[0], width: across[1] - across[0], height: down[1] - down[0] };
}

/** Describe a shape for people. */
export function describe(shape) {
  const place = `x ${shape.x}, y ${shape.y}`;
  return shape.width === undefined ? `point at ${place}` : `box at ${place}, ${shape.width} wide, ${shape.height} high`;
}
