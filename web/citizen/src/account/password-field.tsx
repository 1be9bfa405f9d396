import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { m } from "../paraglide/messages.js";

interface PasswordFieldProps {
  id: string;
  value: string;
  error?: string;
  label: string;
  hint?: ReactNode;
  autoComplete: "current-password" | "new-password";
  onChange(value: string): void;
}

/** May be looked at while it is typed: that spares more mistakes than dots prevent thefts. */
export function PasswordField({ autoComplete, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...field}
      type={shown ? "text" : "password"}
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={512}
      required
      beside={
        <Button variant="secondary" className="password-shown" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff size={20} aria-hidden="true" /> : <Eye size={20} aria-hidden="true" />}
          {shown ? m.account_password_hide() : m.account_password_show()}
        </Button>
      }
    />
  );
}
