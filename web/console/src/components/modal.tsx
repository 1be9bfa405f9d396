import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { m } from "../i18n/m.ts";
import "./modal.css";

interface ModalProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  wide?: boolean;
  /** False where the question has to be answered. */
  dismissible?: boolean;
  children: ReactNode;
}

/** A question before a decision. Base UI keeps the focus inside and gives it back. */
export function Modal({ open, onOpenChange, title, wide = false, dismissible = true, children }: ModalProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (dismissible || next ? onOpenChange(next) : undefined)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="modal-scrim" />
        <Dialog.Popup className={wide ? "modal modal-wide" : "modal"}>
          <div className="modal-head">
            <Dialog.Title className="modal-title">{title}</Dialog.Title>
            {dismissible ? (
              <Dialog.Close className="icon-button" aria-label={m.close()}>
                <X size={18} aria-hidden="true" />
              </Dialog.Close>
            ) : null}
          </div>
          <div className="modal-body">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
