/** A small plan of a part of the city: degrees to pixels, no tiles, no borders. */
import type { Coordinates } from "../../api/catalogue.ts";

export interface Plan {
  place(point: Coordinates): { x: number; y: number };
  pixelsPerKilometre: number;
}

const KILOMETRES_PER_DEGREE = 111.32;
const SMALLEST_SPAN_KM = 1.5;

/** Fits the points into the given field, the same scale both ways. */
export function planOf(points: readonly Coordinates[], width: number, height: number, margin: number): Plan {
  const latitudes = points.map((point) => point.latitude);
  const longitudes = points.map((point) => point.longitude);
  const middle = { latitude: (Math.min(...latitudes) + Math.max(...latitudes)) / 2, longitude: (Math.min(...longitudes) + Math.max(...longitudes)) / 2 };
  const shrink = Math.cos((middle.latitude * Math.PI) / 180);
  const spanX = Math.max(SMALLEST_SPAN_KM, (Math.max(...longitudes) - Math.min(...longitudes)) * KILOMETRES_PER_DEGREE * shrink);
  const spanY = Math.max(SMALLEST_SPAN_KM, (Math.max(...latitudes) - Math.min(...latitudes)) * KILOMETRES_PER_DEGREE);
  const pixelsPerKilometre = Math.min((width - 2 * margin) / spanX, (height - 2 * margin) / spanY);
  return {
    pixelsPerKilometre,
    place: ({ latitude, longitude }) => ({
      x: round(width / 2 + (longitude - middle.longitude) * KILOMETRES_PER_DEGREE * shrink * pixelsPerKilometre),
      y: round(height / 2 - (latitude - middle.latitude) * KILOMETRES_PER_DEGREE * pixelsPerKilometre),
    }),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const NICE_KILOMETRES = [0.2, 0.5, 1, 2, 5, 10, 20, 50];

/** A round length for the scale bar that is near the wished width. */
export function scaleBar({ pixelsPerKilometre }: Plan, wishedPixels: number): { kilometres: number; pixels: number } {
  const kilometres = NICE_KILOMETRES.filter((each) => each * pixelsPerKilometre <= wishedPixels).at(-1) ?? NICE_KILOMETRES[0] ?? 1;
  return { kilometres, pixels: round(kilometres * pixelsPerKilometre) };
}
