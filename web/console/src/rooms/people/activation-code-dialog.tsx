import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { m } from "../../i18n/m.ts";

/** Shown once: whoever closes this without writing it down has another made. */
export function ActivationCodeDialog({ code, title = m.activation_code(), text = m.activation_code_once(), onClose }: { code: string; title?: string; text?: string; onClose(): void }) {
  return (
    <Modal open dismissible={false} title={title} onOpenChange={() => {}}>
      <p>{text}</p>
      <p className="activation-code">
        <code>{code}</code>
      </p>
      <div className="modal-actions">
        <Button onClick={onClose}>{m.activation_code_kept()}</Button>
      </div>
    </Modal>
  );
}
