import { Link } from "wouter";
import { EmptyNote, Room } from "../components/room.tsx";
import { m } from "../i18n/m.ts";

export function MissingRoom() {
  return (
    <Room title={m.missing_title()}>
      <EmptyNote title={m.missing_text()}>
        <Link href="/catalogue">{m.room_catalogue()}</Link>
      </EmptyNote>
    </Room>
  );
}
