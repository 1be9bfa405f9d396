import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { signIn } from "../api/commands.ts";
import type { Staff } from "../api/types.ts";
import { Modal } from "../components/modal.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { m } from "../i18n/m.ts";

/** Lies over the room, which stays as it is: nothing that was typed is lost while one signs in again. */
export function SessionEndedDialog({ staff, onSignedIn }: { staff: Staff; onSignedIn(staff: Staff): void }) {
  const again = useMutation({ mutationFn: () => signIn(staff.id), onSuccess: onSignedIn });
  return (
    <Modal open title={m.session_ended_title()} onOpenChange={() => {}} dismissible={false}>
      <p>{m.session_ended_text()}</p>
      {again.error ? <ProblemNote error={again.error} /> : null}
      <div className="modal-actions">
        <Button onClick={() => again.mutate()} disabled={again.isPending}>
          {m.session_ended_again({ name: staff.name })}
        </Button>
      </div>
    </Modal>
  );
}
