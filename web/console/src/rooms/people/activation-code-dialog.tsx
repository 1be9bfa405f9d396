import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { w } from "../../i18n/room-words.ts";

/** Shown once: whoever closes this without writing it down has another made. */
export function ActivationCodeDialog({ code, title = w.activation_code(), text = w.activation_code_once(), onClose }: { code: string; title?: string; text?: string; onClose(): void }) {
  return (
    <Modal open dismissible={false} title={title} onOpenChange={() => {}}>
      <p>{text}</p>
      <p className="activation-code">
        <code>{code}</code>
      </p>
      <div className="modal-actions">
        <Button onClick={onClose}>{w.activation_code_kept()}</Button>
      </div>
    </Modal>
  );
}
