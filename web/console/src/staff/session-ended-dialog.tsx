import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { signInDemonstration } from "../api/commands.ts";
import { demonstrationStaffQuery } from "../api/queries.ts";
import type { Staff } from "../api/types.ts";
import { Modal } from "../components/modal.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { w } from "../i18n/room-words.ts";
import { PasswordForm } from "../rooms/sign-in/sign-in-forms.tsx";

/** Lies over the room, which stays as it is: nothing that was typed is lost while one signs in again. */
export function SessionEndedDialog({ staff, onSignedIn }: { staff: Staff; onSignedIn(staff: Staff): void }) {
  const { data } = useQuery(demonstrationStaffQuery);
  const again = useMutation({ mutationFn: () => signInDemonstration(staff.id), onSuccess: onSignedIn });
  const invented = data?.items.some(({ id }) => id === staff.id) === true;
  return (
    <Modal open title={w.session_ended_title()} onOpenChange={() => {}} dismissible={false}>
      <p>{w.session_ended_text()}</p>
      {again.error ? <ProblemNote error={again.error} /> : null}
      {invented ? (
        <div className="modal-actions">
          <Button onClick={() => again.mutate()} disabled={again.isPending}>
            {w.session_ended_again({ name: staff.name })}
          </Button>
        </div>
      ) : (
        <PasswordForm staffId={staff.id} onSignedIn={onSignedIn} />
      )}
    </Modal>
  );
}
