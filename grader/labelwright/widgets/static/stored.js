// A picture without the metadata that would have the browser turn it: what is left are its pixels as they are stored.

/** The `data:` address of a JPEG, PNG or WebP without its EXIF part; as it was, where there is none or it cannot be read. */
export function asStored(address) {
  const comma = address.indexOf(",");
  const strip = { "data:image/jpeg;base64": jpeg, "data:image/png;base64": png, "data:image/webp;base64": webp }[address.slice(0, comma)];
  if (!strip) return address;
  try {
    const bytes = atob(address.slice(comma + 1));
    const kept = strip(bytes);
    return kept === bytes ? address : `${address.slice(0, comma)},${btoa(kept)}`;
  } catch {
    return address;
  }
}

const number = (bytes, at, length) => { let sum = 0; for (let n = 0; n < length; n++) sum = sum * 256 + bytes.charCodeAt(at + n); return sum; };

/** Segments up to the picture itself: FF, a marker, a length that counts itself (ITU-T T.81, annex B). */
function jpeg(bytes) {
  let at = 2;
  while (at + 4 <= bytes.length && bytes.charCodeAt(at) === 0xff && bytes.charCodeAt(at + 1) !== 0xda) {
    const end = at + 2 + number(bytes, at + 2, 2);
    if (bytes.charCodeAt(at + 1) === 0xe1 && bytes.startsWith("Exif\0\0", at + 4)) bytes = bytes.slice(0, at) + bytes.slice(end); else at = end;
  }
  return bytes;
}

/** Chunks of a length, four letters, content and a checksum (PNG specification, section 5.3). */
function png(bytes) {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + number(bytes, at, 4);
    if (bytes.startsWith("eXIf", at + 4)) bytes = bytes.slice(0, at) + bytes.slice(end); else at = end;
  }
  return bytes;
}

/** Chunks of four letters, a length from its lowest byte, content filled up to an even length (RFC 9649, section 2.3): the name is
 *  changed to one that nobody knows, so that all lengths stay true. */
function webp(bytes) {
  let at = 12;
  while (at + 8 <= bytes.length) {
    if (bytes.startsWith("EXIF", at)) bytes = `${bytes.slice(0, at)}EXJF${bytes.slice(at + 4)}`;
    const length = [...bytes.slice(at + 4, at + 8)].reduceRight((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
    at += 8 + length + (length % 2);
  }
  return bytes;
}
