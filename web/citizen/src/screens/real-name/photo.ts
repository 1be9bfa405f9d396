/** Makes a photograph small enough to send: it never leaves the device larger than the comparison needs. */

/** The API takes 150 KB. */
const LARGEST_BYTES = 150 * 1_024;
const EDGES = [960, 720, 540];
const QUALITIES = [0.86, 0.74, 0.6];

/** @returns base64 of a JPEG, or undefined when the file is no picture the browser can read */
export async function shrinkPhoto(file: Blob): Promise<string | undefined> {
  const image = await readImage(file);
  if (!image) return undefined;
  for (const edge of EDGES) {
    for (const quality of QUALITIES) {
      const base64 = drawJpeg(image, edge, quality);
      if (base64 !== undefined && bytesOf(base64) <= LARGEST_BYTES) return base64;
    }
  }
  return undefined;
}

/** By way of a data address: the content security policy lets no other in. */
function readImage(file: Blob): Promise<HTMLImageElement | undefined> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    const give = () => resolve(undefined);
    reader.addEventListener("error", give);
    reader.addEventListener("load", () => {
      const image = new Image();
      image.addEventListener("error", give);
      image.addEventListener("load", () => resolve(image.naturalWidth > 0 ? image : undefined));
      image.src = reader.result as string;
    });
    reader.readAsDataURL(file);
  });
}

function drawJpeg(image: HTMLImageElement, edge: number, quality: number): string | undefined {
  const scale = Math.min(1, edge / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  // Transparent pictures would turn black.
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", quality).split(",")[1];
}

function bytesOf(base64: string): number {
  return Math.floor((base64.length * 3) / 4) - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0);
}
