import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "wouter";
import { documentQuery } from "../../api/queries.ts";
import type { DocumentKey, DocumentKind } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, RoomSkeleton } from "../../components/room.tsx";
import { isProblem } from "../../api/problem.ts";
import { kindsName } from "../../documents/kind-names.ts";
import { LAYOUTS } from "../../documents/layouts.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { MissingRoom } from "../missing-room.tsx";
import { OpenDocument } from "./open-document.tsx";

/** One document: its form, preview, history, and the decisions about it. */
export function DocumentRoom() {
  const { kind, id } = useParams<{ kind: string; id: string }>();
  if (!(kind in LAYOUTS)) return <MissingRoom />;
  return <KnownDocument key={`${kind} ${id}`} document={{ kind: kind as DocumentKind, id }} />;
}

export function listPath(kind: DocumentKind): string {
  return kind === "service" ? "/catalogue" : `/documents/${kind}`;
}

function KnownDocument({ document }: { document: DocumentKey }) {
  const city = useCity();
  const queries = useQueryClient();
  // What is written must begin from what the server has now, and must not be replaced under one's hands afterwards.
  const detail = useQuery({ ...documentQuery(city, document), refetchOnMount: "always", refetchOnWindowFocus: false, refetchOnReconnect: false });
  const [round, setRound] = useState(0);
  const reload = async () => {
    await queries.invalidateQueries({ queryKey: [city] });
    setRound((before) => before + 1);
  };

  if (detail.error) {
    return (
      <Room title={document.id} above={<Link href={listPath(document.kind)}>{kindsName(document.kind)}</Link>}>
        {isProblem(detail.error, "no-such-document") ? <EmptyNote title={w.problem_no_such_document()} /> : <ProblemNote error={detail.error} retry={() => void detail.refetch()} />}
      </Room>
    );
  }
  if (!detail.data || !detail.isFetchedAfterMount) return <RoomSkeleton />;
  return <OpenDocument key={round} detail={detail.data} reload={reload} />;
}
