// An image to draw on: it can be fitted, zoomed and panned, and it finds the place of the stored image under the mouse.

import { el } from "./dom.js";
import { asStored } from "./stored.js";

const TALLEST = 480;
const STEP = 1.5;
const MOST_SCREEN_PIXELS = 64;
const KNOWN = /^data:image\/(png|jpeg|gif|bmp|webp);/;

/** `frame` scrolls, `stage` has the size of the drawn image, and `layer` covers it; elements in it are placed in percent. */
export class Stage {
  constructor(item, ready, failed) {
    this.size = null;
    this.zoom = 1;
    this.image = el("img", { class: "lwl-canvas", alt: `Picture of item ${item.id}`, draggable: "false" });
    this.layer = el("div", { class: "lwl-layer" });
    this.stage = el("div", { class: "lwl-stage" }, this.image, this.layer);
    this.frame = el("div", { class: "lwl-frame", tabindex: 0, role: "group", "aria-label": "Picture to draw on" }, this.stage);
    this.image.addEventListener("load", () => {
      this.size = { width: this.image.naturalWidth, height: this.image.naturalHeight };
      if (!this.size.width || !this.size.height) return failed();
      this.fit();
      ready(this.size);
    });
    this.image.addEventListener("error", () => failed());
    this.resized = new ResizeObserver(() => { if (this.size) this.resize(); });
    this.resized.observe(this.frame);
    if (KNOWN.test(item.image)) this.image.src = asStored(item.image); else queueMicrotask(failed);
  }

  /** Return the number of screen pixels for one pixel of the image. */
  get scale() {
    const { width, height } = this.size;
    const fitting = Math.min(Math.max(this.frame.clientWidth, 40) / width, TALLEST / height, MOST_SCREEN_PIXELS);
    return Math.min(fitting * this.zoom, Math.max(fitting, MOST_SCREEN_PIXELS));
  }

  resize() {
    const { scale } = this;
    this.stage.style.setProperty("width", `${this.size.width * scale}px`);
    this.stage.style.setProperty("height", `${this.size.height * scale}px`);
    this.image.classList.toggle("lwl-pixels", scale >= 3);
  }

  fit() {
    this.zoom = 1;
    this.resize();
  }

  /** Zoom in (`way` 1) or out (-1); the place stays at the same position on the screen. */
  zoomBy(way, place) {
    const before = this.onScreen(place);
    this.zoom = Math.max(1, Math.min(this.zoom * STEP ** way, 400));
    this.resize();
    const after = this.onScreen(place);
    this.frame.scrollLeft += after.x - before.x;
    this.frame.scrollTop += after.y - before.y;
    if (way > 0) this.reveal(place);
  }

  /** Return the position of a place of the image on the screen. */
  onScreen({ x, y }) {
    const box = this.stage.getBoundingClientRect();
    return { x: box.left + (x / this.size.width) * box.width, y: box.top + (y / this.size.height) * box.height };
  }

  /** Return the place of the image under the mouse, in its pixels and not rounded; it may be outside the image. */
  placeOf(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * this.size.width, y: ((event.clientY - box.top) / box.height) * this.size.height };
  }

  /** Scroll so that a place is visible, with some room around it. */
  reveal(place) {
    const at = this.onScreen(place), box = this.frame.getBoundingClientRect(), room = 24;
    if (at.x < box.left + room) this.frame.scrollLeft -= box.left + room - at.x;
    if (at.x > box.right - room) this.frame.scrollLeft += at.x - box.right + room;
    if (at.y < box.top + room) this.frame.scrollTop -= box.top + room - at.y;
    if (at.y > box.bottom - room) this.frame.scrollTop += at.y - box.bottom + room;
  }

  pan(across, down) {
    this.frame.scrollBy(across * this.frame.clientWidth * 0.4, down * this.frame.clientHeight * 0.4);
  }

  /** Move an element of the layer to a box or a place of the image. */
  put(node, { x, y, width, height }) {
    const set = (name, part, whole) => { if (part !== undefined) node.style.setProperty(name, `${(100 * part) / whole}%`); };
    set("left", x, this.size.width);
    set("top", y, this.size.height);
    set("width", width, this.size.width);
    set("height", height, this.size.height);
    return node;
  }

  close() { this.resized.disconnect(); }
}
