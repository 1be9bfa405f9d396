import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CornerUpLeft } from "lucide-react";
import { useState } from "react";
import { Link, useLocation, useParams } from "wouter";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { publishDraft, sendBackDraft } from "../../api/commands.ts";
import { documentQuery } from "../../api/queries.ts";
import type { DocumentDetail, DocumentKind } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { Modal } from "../../components/modal.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, RoomSkeleton } from "../../components/room.tsx";
import { StateChip } from "../../components/state-chips.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { WayBack } from "../../components/way-back.tsx";
import type { JsonObject } from "../../documents/json.ts";
import { kindName } from "../../documents/kind-names.ts";
import { LAYOUTS } from "../../documents/layouts.ts";
import { ErrorSummary } from "../../editor/error-summary.tsx";
import { showMoment } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { DifferenceView } from "../../review/difference-view.tsx";
import { departmentOf } from "../../staff/permissions.ts";
import { useCity, useHindrance, useStaff, useStaffNames } from "../../staff/staff-context.tsx";
import { PreviewPane } from "../document/preview-pane.tsx";
import { MissingRoom } from "../missing-room.tsx";
import "./draft-review-room.css";

export function DraftReviewRoom() {
  const { kind, id } = useParams<{ kind: string; id: string }>();
  const city = useCity();
  const known = kind in LAYOUTS;
  const detail = useQuery({ ...documentQuery(city, { kind: kind as DocumentKind, id }), enabled: known, refetchOnMount: "always" });
  if (!known) return <MissingRoom />;
  if (detail.error) {
    return (
      <Room title={m.room_review()}>
        <ProblemNote error={detail.error} retry={() => void detail.refetch()} />
      </Room>
    );
  }
  if (!detail.data) return <RoomSkeleton />;
  return <DraftReview key={detail.data.draft?.revision} detail={detail.data} />;
}

/** The difference, the preview, and the decision. */
function DraftReview({ detail }: { detail: DocumentDetail }) {
  const { kind, id, draft, body, version, findings } = detail;
  const city = useCity();
  const staff = useStaff();
  const nameOf = useStaffNames();
  const hindrance = useHindrance();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [seeing, setSeeing] = useState<"difference" | "preview">("difference");
  const [asking, setAsking] = useState<"publish" | "send-back">();
  const [remark, setRemark] = useState("");

  const done = async (title: string) => {
    setAsking(undefined);
    notify(title);
    await queries.invalidateQueries({ queryKey: [city] });
    navigate("/review");
  };
  const publish = useMutation({
    mutationFn: () => publishDraft(city, { kind, id }),
    onSuccess: ({ version: published }) => done(w.published_done({ version: published })),
    onError: (error) => {
      setAsking(undefined);
      notifyProblem(error);
    },
  });
  const sendBack = useMutation({
    mutationFn: () => sendBackDraft(city, { kind, id }, remark.trim()),
    onSuccess: () => done(w.sent_back_done()),
    onError: notifyProblem,
  });

  const back = <WayBack to="/review">{m.room_review()}</WayBack>;
  if (draft?.state !== "submitted") {
    return (
      <Room title={id} above={back}>
        <EmptyNote title={w.review_not_waiting()}>
          <Link href={`/documents/${kind}/${id}`}>{w.open_document()}</Link>
        </EmptyNote>
      </Room>
    );
  }

  const after = draft.body as JsonObject;
  const names = after.names as { zh: string; en: string } | undefined;
  const mayNotReview = hindrance("reviewer", departmentOf(kind, body ?? draft.body));
  const own = draft.editors.includes(staff.id) ? w.own_draft() : undefined;
  const outdated = version !== undefined && draft.baseVersion !== version ? w.base_outdated({ base: draft.baseVersion ?? 0, version }) : undefined;
  const faulty = findings.length > 0 ? w.faults_to_mend({ count: findings.length }) : undefined;

  return (
    <Room
      title={names ? say(names) : id}
      above={back}
      beside={
        <span className="row">
          <code className="meta">{id}</code>
          <StateChip state="review" />
        </span>
      }
      actions={
        <>
          <GatedButton variant="secondary" hindrance={mayNotReview} onClick={() => setAsking("send-back")}>
            <CornerUpLeft size={16} aria-hidden="true" />
            {w.send_back()}
          </GatedButton>
          <GatedButton hindrance={mayNotReview ?? own ?? outdated ?? faulty} onClick={() => setAsking("publish")}>
            <CircleCheck size={16} aria-hidden="true" />
            {w.approve_and_publish()}
          </GatedButton>
        </>
      }
    >
      <dl className="review-facts">
        <div>
          <dt>{w.column_kind()}</dt>
          <dd>{kindName(kind)}</dd>
        </div>
        <div>
          <dt>{w.column_editors()}</dt>
          <dd>{draft.editors.map(nameOf).join(m.list_separator())}</dd>
        </div>
        <div>
          <dt>{w.column_saved()}</dt>
          <dd>{showMoment(draft.updatedAt)}</dd>
        </div>
        <div className="review-note">
          <dt>{w.column_note()}</dt>
          <dd>{draft.note ?? "—"}</dd>
        </div>
      </dl>
      {own ? <Notice kind="warning">{own}</Notice> : null}
      {mayNotReview ? <Notice kind="info">{mayNotReview}</Notice> : null}
      {outdated ? <Notice kind="danger">{outdated}</Notice> : null}
      {findings.length > 0 ? <ErrorSummary kind={kind} findings={findings} ref={null} /> : null}
      {kind === "service" ? (
        <nav className="document-views review-views" aria-label={w.views_of({ kind: kindName(kind) })}>
          <ReviewTab chosen={seeing === "difference"} onChoose={() => setSeeing("difference")}>
            {version === undefined ? w.view_new_content() : w.view_difference({ version })}
          </ReviewTab>
          <ReviewTab chosen={seeing === "preview"} onChoose={() => setSeeing("preview")}>
            {w.view_preview()}
          </ReviewTab>
        </nav>
      ) : null}
      {seeing === "preview" ? <PreviewPane id={id} revision={draft.revision} phase="clean" /> : (
        <section aria-labelledby="review-changes">
          <h2 id="review-changes" className="visually-hidden">
            {version === undefined ? w.view_new_content() : w.view_difference({ version })}
          </h2>
          <DifferenceView kind={kind} before={body as JsonObject | undefined} after={after} />
        </section>
      )}

      <Modal open={asking === "publish"} onOpenChange={(open) => setAsking(open ? "publish" : undefined)} title={w.publish_title()}>
        <p>{w.publish_text()}</p>
        <div className="modal-actions">
          <Button variant="secondary" onClick={() => setAsking(undefined)}>
            {w.cancel()}
          </Button>
          <Button disabled={publish.isPending} onClick={() => publish.mutate()}>
            {w.approve_and_publish()}
          </Button>
        </div>
      </Modal>
      <Modal open={asking === "send-back"} onOpenChange={(open) => setAsking(open ? "send-back" : undefined)} title={w.send_back_title()}>
        <NoteField label={w.remark()} value={remark} maxLength={1000} onChange={setRemark} />
        <div className="modal-actions">
          <Button variant="secondary" onClick={() => setAsking(undefined)}>
            {w.cancel()}
          </Button>
          <Button disabled={remark.trim() === "" || sendBack.isPending} onClick={() => sendBack.mutate()}>
            {w.send_back()}
          </Button>
        </div>
      </Modal>
    </Room>
  );
}

function ReviewTab({ chosen, onChoose, children }: { chosen: boolean; onChoose(): void; children: React.ReactNode }) {
  return (
    <button type="button" className="review-tab" aria-current={chosen ? "page" : undefined} onClick={onChoose}>
      {children}
    </button>
  );
}
