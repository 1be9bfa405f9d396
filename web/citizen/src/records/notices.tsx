import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { suggestionsQuery } from "../api/queries.ts";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { useAsker } from "../routing/place.tsx";
import type { MyRecord } from "./my-records.ts";

type RecordNotice = MyRecord["notices"][number];

const LOOKS = {
  info: { icon: Info, kind: "info", name: m.record_tone_info },
  warning: { icon: TriangleAlert, kind: "warning", name: m.record_tone_warning },
  urgent: { icon: CircleAlert, kind: "danger", name: m.record_tone_urgent },
} as const;

/** Worst first. */
export function byTone(one: RecordNotice, other: RecordNotice): number {
  const order = ["urgent", "warning", "info"];
  return order.indexOf(one.tone) - order.indexOf(other.tone);
}

/** The line on a card: its tone as a picture and, for the ear, a word. */
export function NoticeLine({ notice }: { notice: RecordNotice }) {
  const { icon: Icon, name } = LOOKS[notice.tone];
  return (
    <p className={`record-notice record-notice-${notice.tone}`}>
      <Icon size={18} aria-hidden="true" />
      <span>
        <span className="visually-hidden">{name()} </span>
        {say(notice.text)}
      </span>
    </p>
  );
}

/** In full, with the way to what it tells one to do. */
export function NoticeBox({ notice }: { notice: RecordNotice }) {
  const { kind, name } = LOOKS[notice.tone];
  const text = say(notice.text);
  return (
    <Notice kind={kind}>
      <span className="visually-hidden">{name()} </span>
      {text}
      {namedIn(text).map((service) => (
        <ServiceAction key={service} name={service} />
      ))}
    </Notice>
  );
}

/** Departments write the names of their services in quotation marks. */
function namedIn(text: string): string[] {
  return [...new Set([...text.matchAll(/“([^”]{2,60})”/g)].map((match) => match[1] ?? ""))].slice(0, 3);
}

/** What is quoted may also be an app of somebody else's: only what the catalogue offers becomes a way on. */
function ServiceAction({ name }: { name: string }) {
  const { data } = useQuery({ ...suggestionsQuery(useAsker(), name), retry: false });
  const found = data?.items.find(({ names }) => names.zh === name || names.en === name);
  if (!found) return null;
  return (
    <>
      {" "}
      <Link to={`/services/${found.id}`}>{m.record_go_to({ name })}</Link>
    </>
  );
}
