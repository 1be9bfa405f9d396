export interface ImageSize {
  width: number;
  height: number;
}

const PNG_SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

/** Width and height of a PNG or JPEG, read from its header; undefined when it is neither. */
export function readImageSize(image: Buffer): ImageSize | undefined {
  return readPngSize(image) ?? readJpegSize(image);
}

/** The first chunk is IHDR, which begins with the two lengths. */
function readPngSize(image: Buffer): ImageSize | undefined {
  if (image.length < 24 || !image.subarray(0, 8).equals(PNG_SIGNATURE) || image.toString("latin1", 12, 16) !== "IHDR") return undefined;
  return { width: image.readUInt32BE(16), height: image.readUInt32BE(20) };
}

/** Segments follow one another until a start of frame, which has the two lengths. */
function readJpegSize(image: Buffer): ImageSize | undefined {
  if (image.length < 4 || image.readUInt16BE(0) !== 0xffd8) return undefined;
  let position = 2;
  while (position + 9 <= image.length && image[position] === 0xff) {
    const marker = image.readUInt8(position + 1);
    if (isStartOfFrame(marker)) return { height: image.readUInt16BE(position + 5), width: image.readUInt16BE(position + 7) };
    // A byte 0xff before a marker is filling.
    position += marker === 0xff ? 1 : 2 + image.readUInt16BE(position + 2);
  }
  return undefined;
}

/** C0 to CF, but for the tables DHT and DAC and the reserved JPG. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
