import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ExternalLink, Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { readProblem } from "../../api/problem.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, TableSkeleton } from "../../components/room.tsx";
import type { DraftState } from "../../editor/draft-session.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import "./preview-pane.css";

interface PreviewPaneProps {
  id: string;
  revision: number;
  phase: DraftState["phase"];
  phoneOnly?: boolean;
}

/** The draft as people would see it: their own page, drawn by the server. */
export function PreviewPane({ id, revision, phase, phoneOnly = false }: PreviewPaneProps) {
  const city = useCity();
  const [width, setWidth] = useState<"phone" | "desk">("phone");
  const [mode, setMode] = useState<"normal" | "elder">("normal");
  const [locale, setLocale] = useState<"zh-Hans" | "zh-Hant" | "en">("zh-Hans");
  const hasDraft = revision > 0;
  const address = `/console/preview/${city}/${id}?mode=${mode}&locale=${locale}`;
  // Asked for before it is framed: a draft too incomplete to be drawn answers with its faults, which belong here, not in the frame.
  const ready = useQuery({
    queryKey: [city, "preview", id, mode, locale, revision],
    enabled: hasDraft && (phase === "clean" || phase === "failed"),
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: async ({ signal }) => {
      const response = await fetch(address, { signal });
      if (!response.ok) throw await readProblem(response);
      return Date.now();
    },
  });
  if (!hasDraft) {
    return (
      <EmptyNote title={w.preview_no_draft()}>
        <a href={`/${city}/services/${id}`} target="_blank" rel="noreferrer">
          {w.preview_published()}
        </a>
      </EmptyNote>
    );
  }
  return (
    <div className="preview">
      <div className="preview-bar">
        {phoneOnly ? null : (
          <Switcher
            label={w.preview_width()}
            value={width}
            onChoose={setWidth}
            options={[
              ["phone", w.preview_phone(), <Smartphone key="phone" size={14} aria-hidden="true" />],
              ["desk", w.preview_desk(), <Monitor key="desk" size={14} aria-hidden="true" />],
            ]}
          />
        )}
        <Switcher label={w.preview_mode()} value={mode} onChoose={setMode} options={[["normal", w.preview_normal()], ["elder", w.preview_elder()]]} />
        <Switcher label={w.preview_language()} value={locale} onChoose={setLocale} options={[["zh-Hans", "简"], ["zh-Hant", "繁"], ["en", "EN"]]} />
        <a href={address} target="_blank" rel="noreferrer" className="preview-open">
          <ExternalLink size={14} aria-hidden="true" />
          {phoneOnly ? <span className="visually-hidden">{w.open_in_tab()}</span> : w.open_in_tab()}
        </a>
      </div>
      {ready.error ? <ProblemNote error={ready.error} retry={() => void ready.refetch()} /> : null}
      {ready.isPending ? <TableSkeleton rows={8} /> : null}
      {ready.data && !ready.error ? <iframe key={`${address} ${revision}`} className="preview-frame" data-width={width} src={address} sandbox="allow-same-origin" title={w.view_preview()} /> : null}
    </div>
  );
}

interface SwitcherProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly [value: NoInfer<Value>, label: string, icon?: React.ReactNode][];
  onChoose(value: NoInfer<Value>): void;
}

function Switcher<Value extends string>({ label, value, options, onChoose }: SwitcherProps<Value>) {
  return (
    <div className="switcher" role="group" aria-label={label}>
      {options.map(([option, name, icon]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChoose(option)}>
          {icon}
          {name}
        </button>
      ))}
    </div>
  );
}
