import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { type ComponentProps, useId } from "react";
import { Lock } from "lucide-react";
import { notifyRefusal } from "./toasts.tsx";

interface GatedButtonProps extends Omit<ComponentProps<typeof Button>, "onClick" | "disabled"> {
  /** Why the person may not; undefined when they may. */
  hindrance: string | undefined;
  onClick(): void;
  busy?: boolean;
}

/**
 * A button that stays in sight for those who may not use it and tells them why: it keeps the focus order the same for
 * everybody, and nobody wonders where it went.
 */
export function GatedButton({ hindrance, onClick, busy = false, children, ...rest }: GatedButtonProps) {
  const reason = useId();
  if (hindrance === undefined) {
    return (
      <Button {...rest} onClick={onClick} disabled={busy}>
        {children}
      </Button>
    );
  }
  return (
    <>
      <Button {...rest} className="button-gated" aria-disabled="true" aria-describedby={reason} title={hindrance} onClick={() => notifyRefusal(hindrance)}>
        <Lock size={14} aria-hidden="true" />
        {children}
      </Button>
      <span id={reason} className="visually-hidden">
        {hindrance}
      </span>
    </>
  );
}
