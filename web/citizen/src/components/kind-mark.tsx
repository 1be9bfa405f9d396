import { CalendarCheck, FilePen, FileSearch, type LucideIcon, WalletCards } from "lucide-react";
import type { Tone } from "@citizen-cloud/ui/components/tone.tsx";
import "@citizen-cloud/ui/components/tone.css";
import type { Kind } from "../api/catalogue.ts";
import { spokenLocale } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import "./kind-mark.css";

export const KIND_TONES: Record<Kind, Tone> = { query: "sky", book: "gold", handle: "jade", pay: "rose" };

const ICONS: Record<Kind, LucideIcon> = { query: FileSearch, book: CalendarCheck, handle: FilePen, pay: WalletCards };

const CHARACTERS: Record<Kind, [simplified: string, traditional: string]> = {
  query: ["查", "查"],
  book: ["约", "約"],
  handle: ["办", "辦"],
  pay: ["缴", "繳"],
};

export function kindName(kind: Kind): string {
  return { query: m.kind_query, book: m.kind_book, handle: m.kind_handle, pay: m.kind_pay }[kind]();
}

/** 查 约 办 缴: what one does with a service, as a small stamp. English readers get a picture and the word. */
export function KindMark({ kind }: { kind: Kind }) {
  const locale = spokenLocale();
  const Icon = ICONS[kind];
  return (
    <span className={`kind-mark tone-${KIND_TONES[kind]}`}>
      <span className="visually-hidden">{kindName(kind)} </span>
      {locale === "en" ? <Icon size={20} strokeWidth={1.75} aria-hidden="true" /> : <span aria-hidden="true">{CHARACTERS[kind][locale === "zh-Hant" ? 1 : 0]}</span>}
    </span>
  );
}
