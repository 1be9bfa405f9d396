import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, GitMerge, Split } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { decideNearDuplicate } from "../../api/commands.ts";
import { documentQuery, nearDuplicatesQuery } from "../../api/queries.ts";
import type { NearDuplicate } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { Modal } from "../../components/modal.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, focusRoomHeading, Room, TableSkeleton } from "../../components/room.tsx";
import { StateChip } from "../../components/state-chips.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { isObject, type Json, type JsonObject, plain } from "../../documents/json.ts";
import { fieldLabel, optionLabel } from "../../documents/labels.ts";
import { useNames } from "../../documents/names.ts";
import { showMoment } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity, useHindrance, useStaffNames } from "../../staff/staff-context.tsx";
import { reasonText } from "./reason-text.ts";
import "./near-duplicates-room.css";

/** Restraint (B7): what is offered twice confuses people twice. */
export function NearDuplicatesRoom() {
  const pairs = useQuery(nearDuplicatesQuery(useCity()));
  const mayNot = useHindrance()("operator");
  const undecided = pairs.data?.items.filter((each) => each.decision === undefined) ?? [];
  const decided = pairs.data?.items.filter((each) => each.decision !== undefined) ?? [];
  return (
    <Room title={m.room_near_duplicates()} lead={w.near_duplicates_lead()}>
      {mayNot ? <Notice kind="info">{w.operators_decide({ reason: mayNot })}</Notice> : null}
      {pairs.isPending ? <TableSkeleton rows={5} /> : null}
      {pairs.error ? <ProblemNote error={pairs.error} retry={() => void pairs.refetch()} /> : null}
      {pairs.data && undecided.length === 0 ? <EmptyNote title={w.near_duplicates_none()} /> : null}
      <ul className="stack">
        {undecided.map((pair) => (
          <PairCard key={`${pair.first.id} ${pair.second.id}`} pair={pair} mayNot={mayNot} />
        ))}
      </ul>
      {decided.length > 0 ? (
        <section className="stack" aria-labelledby="decided">
          <h2 id="decided">{w.decided()}</h2>
          <ul className="stack">
            {decided.map((pair) => (
              <DecidedPair key={`${pair.first.id} ${pair.second.id}`} pair={pair} />
            ))}
          </ul>
        </section>
      ) : null}
    </Room>
  );
}

function PairCard({ pair, mayNot }: { pair: NearDuplicate; mayNot: string | undefined }) {
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<"keep-both" | "merge">();
  return (
    <li className="pair">
      <div className="pair-head">
        <div>
          <h2 className="pair-names">
            <PairNames pair={pair} />
          </h2>
          <p className="meta">{pair.reasons.map(reasonText).join(m.list_separator())}</p>
        </div>
        <p className="pair-score">
          <strong>{Math.round(pair.score * 100)}%</strong>
          <span className="meta">{w.alike()}</span>
        </p>
      </div>
      <div className="row">
        <Button variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? w.hide_comparison() : w.show_comparison()}
        </Button>
        <GatedButton variant="secondary" hindrance={mayNot} onClick={() => setAsking("keep-both")}>
          <Split size={14} aria-hidden="true" />
          {w.keep_both()}
        </GatedButton>
        <GatedButton variant="secondary" hindrance={mayNot} onClick={() => setAsking("merge")}>
          <GitMerge size={14} aria-hidden="true" />
          {w.merge()}
        </GatedButton>
      </div>
      {open ? <SideBySide pair={pair} /> : null}
      {asking ? <DecideDialog pair={pair} decision={asking} onClose={() => setAsking(undefined)} /> : null}
    </li>
  );
}

/** With their ids, since two entries for one thing often bear one name. */
function PairNames({ pair }: { pair: NearDuplicate }) {
  return [pair.first, pair.second].map(({ id, names, retired }) => (
    <span key={id} className="pair-name">
      <Link href={`/documents/service/${id}`}>{say(names)}</Link> <code className="meta">{id}</code> {retired ? <StateChip state="retired" /> : null}
    </span>
  ));
}

function SideBySide({ pair }: { pair: NearDuplicate }) {
  const city = useCity();
  const names = useNames();
  const first = useQuery(documentQuery(city, { kind: "service", id: pair.first.id }));
  const second = useQuery(documentQuery(city, { kind: "service", id: pair.second.id }));
  const error = first.error ?? second.error;
  if (error) return <ProblemNote error={error} />;
  if (!first.data || !second.data) return <TableSkeleton rows={4} />;
  const rows: [pointer: string, show: (item: JsonObject) => string][] = [
    ["/summary", (item) => textOf(item.summary)],
    ["/kind", (item) => optionLabel("kind", plain(item.kind))],
    ["/department", (item) => names.of("department", plain(item.department))],
    ["/topic", (item) => names.of("topic", plain(item.topic))],
    ["/level", (item) => optionLabel("level", plain(item.level))],
    ["/materials", (item) => listOf(item.materials)],
    ["/steps", (item) => listOf(item.steps)],
    ["/result", (item) => (isObject(item.result) ? textOf(item.result.name) : "")],
  ];
  const [left, right] = [first.data.body ?? {}, second.data.body ?? {}] as JsonObject[];
  return (
    <table className="pair-table">
      <thead>
        <tr>
          <th scope="col">{w.column_field()}</th>
          <th scope="col">{say(pair.first.names)}</th>
          <th scope="col">{say(pair.second.names)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([pointer, show]) => {
          const [a, b] = [show(left ?? {}), show(right ?? {})];
          return (
            <tr key={pointer}>
              <th scope="row">
                {fieldLabel("service", pointer)}
                {a === b ? (
                  <span className="pair-same">
                    <Check size={12} aria-hidden="true" />
                    {w.same()}
                  </span>
                ) : null}
              </th>
              <td>{a}</td>
              <td>{b}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function textOf(value: Json | undefined): string {
  return isObject(value) && typeof value.zh === "string" && typeof value.en === "string" ? say({ zh: value.zh, en: value.en }) : "";
}

function listOf(value: Json | undefined): string {
  return Array.isArray(value) ? value.map((each) => (isObject(each) ? textOf(each.name) : "")).join(m.list_separator()) : "";
}

function DecideDialog({ pair, decision, onClose }: { pair: NearDuplicate; decision: "keep-both" | "merge"; onClose(): void }) {
  const city = useCity();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [note, setNote] = useState("");
  const [staying, setStaying] = useState(pair.first.id);
  const leaving = staying === pair.first.id ? pair.second : pair.first;
  const remaining = staying === pair.first.id ? pair.first : pair.second;
  const decide = useMutation({
    mutationFn: () => decideNearDuplicate(city, pair, decision, note.trim()),
    onSuccess: async () => {
      onClose();
      notify(w.decision_recorded());
      await queries.invalidateQueries({ queryKey: [city, "near-duplicates"] });
      if (decision === "keep-both") focusRoomHeading();
      else {
        const reason = new URLSearchParams({
          to: remaining.id,
          zh: `与“${remaining.names.zh}”合并，今后在那里办理。`,
          en: `Merged into “${remaining.names.en}”, where it is handled from now on.`,
        });
        navigate(`/documents/service/${leaving.id}/retire?${reason}`);
      }
    },
    onError: notifyProblem,
  });
  return (
    <Modal open onOpenChange={(open) => (open ? undefined : onClose())} title={decision === "merge" ? w.merge_title() : w.keep_both_title()}>
      <p>{decision === "merge" ? w.merge_text() : w.keep_both_text()}</p>
      {decision === "merge" ? (
        <fieldset className="choose-staying">
          <legend>{w.which_stays()}</legend>
          {[pair.first, pair.second].map((each) => (
            <label key={each.id} className="tick">
              <input type="radio" name="staying" checked={staying === each.id} onChange={() => setStaying(each.id)} />
              <span>
                {say(each.names)} <code>{each.id}</code>
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      <NoteField label={w.reason()} value={note} maxLength={500} onChange={setNote} />
      <div className="modal-actions">
        <Button variant="secondary" onClick={onClose}>
          {w.cancel()}
        </Button>
        <Button disabled={note.trim() === "" || decide.isPending} onClick={() => decide.mutate()}>
          {decision === "merge" ? w.merge_and_retire() : w.keep_both()}
        </Button>
      </div>
    </Modal>
  );
}

function DecidedPair({ pair }: { pair: NearDuplicate }) {
  const nameOf = useStaffNames();
  const { first, second, decision, decidedBy, decidedAt, note } = pair;
  const record = [decision === "merge" ? w.decided_merge() : w.decided_keep(), decidedBy ? nameOf(decidedBy) : "", decidedAt ? showMoment(decidedAt) : "", note ?? ""];
  const carriedOut = decision === "keep-both" || first.retired || second.retired;
  return (
    <li className="pair">
      <h3 className="pair-names">
        <PairNames pair={pair} />
      </h3>
      <p className="meta">{record.filter(Boolean).join(" · ")}</p>
      {carriedOut ? null : (
        <Notice kind="warning">
          {w.merge_not_carried_out()}{" "}
          <span className="row">
            {[first, second].map((each) => (
              <Link key={each.id} href={`/documents/service/${each.id}/retire`}>
                {w.retire_named({ name: say(each.names), id: each.id })}
              </Link>
            ))}
          </span>
        </Notice>
      )}
    </li>
  );
}
