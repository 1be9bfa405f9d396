import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { DoorOpen, IdCard } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useParams } from "wouter";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { admitAtDoor, checkAtDoor } from "../../api/door-commands.ts";
import { doorQuery } from "../../api/door-queries.ts";
import { isProblem } from "../../api/problem.ts";
import type { Door } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { problemWords } from "../../components/problem-words.ts";
import { EmptyNote, Room, RoomSkeleton } from "../../components/room.tsx";
import { TextField } from "../../components/text-field.tsx";
import { WayBack } from "../../components/way-back.tsx";
import { showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { type Shown, Verdict } from "./verdict.tsx";
import "./door-room.css";

/** At the door of a campaign: a card is read, and whoever has a place is let in. */
export function DoorRoom() {
  const { id: slug } = useParams<{ id: string }>();
  const door = useQuery(doorQuery(useCity(), slug));
  const back = <WayBack to="/doors">{m.room_doors()}</WayBack>;
  if (door.isPending) return <RoomSkeleton />;
  if (!door.data) {
    const gone = isProblem(door.error, "no-such-campaign") || isProblem(door.error, "no-door");
    return (
      <Room title={m.room_doors()} above={back}>
        {gone ? <EmptyNote title={problemWords(door.error)} /> : <ProblemNote error={door.error} retry={() => void door.refetch()} />}
      </Room>
    );
  }
  return <OneDoor key={slug} door={door.data} />;
}

function OneDoor({ door }: { door: Door }) {
  const { id: slug, names, admitted, places } = door;
  const city = useCity();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState("");
  const [shown, setShown] = useState<Shown>({ kind: "nobody" });
  // The next card is read into the field without a hand at the mouse: the focus begins there and always comes back.
  const focusField = () => form.current?.querySelector("input")?.focus();
  useEffect(focusField, []);

  const check = useMutation({
    mutationFn: (idNumber: string) => checkAtDoor(city, slug, idNumber),
    onSuccess: (answer, idNumber) => setShown({ kind: "looked-at", answer, idNumber }),
    onError: (error) => setShown({ kind: "refused", error }),
  });
  const admit = useMutation({
    mutationFn: (idNumber: string) => admitAtDoor(city, slug, idNumber),
    onSuccess: (answer) => setShown({ kind: "let-in", answer }),
    onError: (error) => setShown({ kind: "refused", error, admitting: true }),
    onSettled: () => queries.invalidateQueries({ queryKey: doorQuery(city, slug).queryKey }),
  });
  const busy = check.isPending || admit.isPending;
  const mayEnter = shown.kind === "looked-at" && shown.answer.mayEnter;

  const type = (text: string) => {
    setTyped(text);
    // Somebody else's number begins: what was said of the one before is not read as theirs.
    if (!busy) setShown({ kind: "nobody" });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    focusField();
    const idNumber = typed.trim();
    if (busy || idNumber === "") return;
    setTyped("");
    setShown({ kind: "waiting" });
    check.mutate(idNumber);
  };
  const letIn = () => {
    focusField();
    if (busy || shown.kind !== "looked-at" || !shown.answer.mayEnter) return;
    setShown({ kind: "waiting" });
    admit.mutate(shown.idNumber);
  };
  // A card reader ends with Enter, some with two: alone it must let nobody in.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    letIn();
  };

  return (
    <Room
      title={say(names)}
      above={<WayBack to="/doors">{m.room_doors()}</WayBack>}
      beside={
        <span className="door-count">
          {w.door_admitted_count()} <strong>{showNumber(admitted)}</strong> / {showNumber(places)}
        </span>
      }
      lead={w.door_lead()}
    >
      <div className="door">
        <form ref={form} className="door-form" onSubmit={send}>
          <TextField label={w.field_idNumber()} hint={w.door_field_hint()} value={typed} onChange={type} autoComplete="off" autoCapitalize="characters" autoCorrect="off" spellCheck={false} enterKeyHint="go" maxLength={40} onKeyDown={onKeyDown} />
          <Button type="submit" variant={mayEnter ? "secondary" : "primary"} large aria-disabled={busy || undefined}>
            <IdCard size={20} aria-hidden="true" />
            {w.door_check()}
          </Button>
        </form>
        <Verdict shown={shown} />
        {mayEnter ? (
          <Button className="door-admit" large wide aria-keyshortcuts="Control+Enter" onClick={letIn}>
            <DoorOpen size={24} aria-hidden="true" />
            {w.door_admit()}
            <kbd aria-hidden="true">Ctrl Enter</kbd>
          </Button>
        ) : null}
        <p className="meta">{w.door_recorded()}</p>
      </div>
    </Room>
  );
}
