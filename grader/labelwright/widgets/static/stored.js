// Remove the metadata that makes the browser rotate a picture, so that it is shown with its pixels as they are stored.

/** Return the `data:` address of a JPEG, PNG or WebP without its EXIF part; unchanged if it has none or cannot be read. */
export function asStored(address) {
  const comma = address.indexOf(",");
  const strip = { "data:image/jpeg;base64": jpeg, "data:image/png;base64": png, "data:image/webp;base64": webp }[address.slice(0, comma)];
  if (!strip) return address;
  try {
    const bytes = atob(address.slice(comma + 1));
    const stripped = strip(bytes);
    return stripped === bytes ? address : `${address.slice(0, comma)},${btoa(stripped)}`;
  } catch {
    return address;
  }
}

const number = (bytes, at, length) => { let sum = 0; for (let n = 0; n < length; n++) sum = sum * 256 + bytes.charCodeAt(at + n); return sum; };

/** Go through the segments before the picture data: FF, a marker, a length that includes itself (ITU-T T.81, annex B). */
function jpeg(bytes) {
  let at = 2;
  while (at + 4 <= bytes.length && bytes.charCodeAt(at) === 0xff && bytes.charCodeAt(at + 1) !== 0xda) {
    const end = at + 2 + number(bytes, at + 2, 2);
    if (bytes.charCodeAt(at + 1) === 0xe1 && bytes.startsWith("Exif\0\0", at + 4)) bytes = bytes.slice(0, at) + bytes.slice(end); else at = end;
  }
  return bytes;
}

/** Go through the chunks: a length, four letters, content and a checksum (PNG specification, section 5.3). */
function png(bytes) {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + number(bytes, at, 4);
    if (bytes.startsWith("eXIf", at + 4)) bytes = bytes.slice(0, at) + bytes.slice(end); else at = end;
  }
  return bytes;
}

/** Go through the chunks: four letters, a length with the lowest byte first, content padded to an even length (RFC 9649,
 *  section 2.3). The EXIF chunk gets an unknown name, so that all lengths stay correct. */
function webp(bytes) {
  let at = 12;
  while (at + 8 <= bytes.length) {
    if (bytes.startsWith("EXIF", at)) bytes = `${bytes.slice(0, at)}EXJF${bytes.slice(at + 4)}`;
    const length = [...bytes.slice(at + 4, at + 8)].reduceRight((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
    at += 8 + length + (length % 2);
  }
  return bytes;
}
