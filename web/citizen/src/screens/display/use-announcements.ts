import { useEffect, useRef, useState } from "react";
import type { Queue } from "../../booking/queries.ts";
import { m } from "../../paraglide/messages.js";
import { callKey, newCalls, spelled } from "./calls.ts";

/** A browser lets a page speak only after somebody touched it, so the voice is turned on by hand. */
export function useAnnouncements(serving: Queue["serving"]): { possible: boolean; on: boolean; toggle(): void } {
  const [possible, setPossible] = useState(false);
  const [on, setOn] = useState(false);
  const said = useRef<ReadonlySet<string>>(new Set(serving.map(callKey)));
  useEffect(() => setPossible("speechSynthesis" in window), []);
  useEffect(() => {
    const fresh = newCalls(said.current, serving);
    said.current = new Set(serving.map(callKey));
    if (!on) return;
    for (const { number, counter } of fresh) {
      for (const [locale, voice] of [["zh-Hans", "zh-CN"], ["en", "en-US"]] as const) {
        const words = new SpeechSynthesisUtterance(m.display_says({ number: spelled(number), counter }, { locale }));
        words.lang = voice;
        words.rate = 0.9;
        speechSynthesis.speak(words);
      }
    }
  }, [serving, on]);
  return {
    possible,
    on,
    toggle() {
      if (on) speechSynthesis.cancel();
      setOn(!on);
    },
  };
}
