import { Button, type ButtonVariant } from "@citizen-cloud/ui/components/button.tsx";
import { type ReactNode, useId } from "react";
import { Lock } from "lucide-react";
import { notifyRefusal } from "./toasts.tsx";

interface GatedButtonProps {
  /** Why the person may not; undefined when they may. */
  hindrance: string | undefined;
  onClick(): void;
  variant?: ButtonVariant;
  busy?: boolean;
  children: ReactNode;
}

/**
 * A button that stays in sight for those who may not use it and tells them why: it keeps the focus order the same for
 * everybody, and nobody wonders where it went.
 */
export function GatedButton({ hindrance, onClick, variant, busy = false, children }: GatedButtonProps) {
  const reason = useId();
  if (hindrance === undefined) {
    return (
      <Button variant={variant} onClick={onClick} disabled={busy}>
        {children}
      </Button>
    );
  }
  return (
    <>
      <Button variant={variant} className="button-gated" aria-disabled="true" aria-describedby={reason} title={hindrance} onClick={() => notifyRefusal(hindrance)}>
        <Lock size={14} aria-hidden="true" />
        {children}
      </Button>
      <span id={reason} className="visually-hidden">
        {hindrance}
      </span>
    </>
  );
}
