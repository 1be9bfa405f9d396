import { Volume2, VolumeX } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import type { ServiceGuide } from "../../api/catalogue.ts";
import { say, spokenLocale } from "../../i18n/locale.ts";
import { promisedText, visitsText } from "../../i18n/service-words.ts";
import { m } from "../../paraglide/messages.js";

/** Reads the guide to the person with the device's own voice. Absent where the device has none. */
export function ReadAloud({ guide }: { guide: ServiceGuide }) {
  const [able, setAble] = useState(false);
  const [reading, setReading] = useState(false);
  useEffect(() => {
    setAble("speechSynthesis" in window);
    return () => {
      if ("speechSynthesis" in window) speechSynthesis.cancel();
    };
  }, []);

  const toggle = () => {
    speechSynthesis.cancel();
    setReading(!reading);
    if (reading) return;
    const sentences = spokenGuide(guide);
    // One utterance each: some engines fall silent in the middle of a long one.
    for (const [index, sentence] of sentences.entries()) {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.lang = spokenLocale() === "en" ? "en-GB" : "zh-CN";
      utterance.rate = 0.95;
      if (index === sentences.length - 1) utterance.onend = () => setReading(false);
      speechSynthesis.speak(utterance);
    }
  };

  return (
    <Button variant="secondary" aria-pressed={reading} disabled={!able} onClick={toggle}>
      {reading ? <VolumeX size={18} aria-hidden="true" /> : <Volume2 size={18} aria-hidden="true" />}
      {reading ? m.read_aloud_stop() : m.read_aloud()}
    </Button>
  );
}

function spokenGuide(guide: ServiceGuide): string[] {
  return [
    say(guide.names),
    say(guide.summary),
    `${m.fact_time()}: ${promisedText(guide.limits.promised)}. ${visitsText(guide.visits.count)}. ${guide.fee.charged ? m.fee_charged() : m.fee_none()}.`,
    `${m.part_conditions()}: ${guide.conditions.map(say).join(" ")}`,
    guide.materials.length > 0 ? `${m.part_materials()}: ${guide.materials.map((material) => say(material.name)).join(m.list_separator())}.` : m.materials_none(),
    `${m.part_process()}:`,
    ...guide.steps.map((step, index) => `${index + 1}. ${say(step.name)}. ${say(step.detail)}`),
  ];
}
