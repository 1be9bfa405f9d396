/** The server's time in the browser: asked for when a page needs it, after the device slept, and shortly before an opening. */
import { useEffect, useState } from "react";
import { askServerTime } from "./lane.ts";
import { type ClockReading, hasSlept, readServerClock } from "./server-clock.ts";

/** Clocks of telephones lose a second in days. */
const FRESH_MS = 10 * 60_000;

const steady = () => performance.now();
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

let reading: ClockReading | undefined;
let read = { steady: 0, wall: 0 };
let asking: Promise<void> | undefined;

/** Until the server was asked, the device's own clock has to do. */
export function serverNow(): number {
  return reading ? steady() + reading.offset : Date.now();
}

/** How far the device's clock is off, once that is known. */
function deviceError(): number | undefined {
  return reading ? Date.now() - serverNow() : undefined;
}

function isFresh(): boolean {
  const now = { steady: steady(), wall: Date.now() };
  return reading !== undefined && now.steady - read.steady < FRESH_MS && !hasSlept(read, now);
}

async function ask(): Promise<void> {
  try {
    reading = await readServerClock(() => askServerTime(), steady, pause);
    read = { steady: steady(), wall: Date.now() };
  } catch {
    // The next visit of the page asks again; until then the last reading goes on.
  } finally {
    asking = undefined;
  }
}

async function synchronise(): Promise<void> {
  if (isFresh()) return;
  asking ??= ask();
  await asking;
}

/** Keeps the clock right while the page is looked at. `off` is by how much the device's own is wrong. */
export function useServerTime(): { known: boolean; off: number | undefined } {
  const [state, setState] = useState<{ known: boolean; off: number | undefined }>({ known: false, off: undefined });
  useEffect(() => {
    let here = true;
    const look = async () => {
      if (document.visibilityState === "hidden") return;
      await synchronise();
      if (here && reading) setState({ known: true, off: deviceError() });
    };
    const onLook = () => void look();
    onLook();
    document.addEventListener("visibilitychange", onLook);
    const timer = setInterval(onLook, FRESH_MS);
    return () => {
      here = false;
      document.removeEventListener("visibilitychange", onLook);
      clearInterval(timer);
    };
  }, []);
  return state;
}
