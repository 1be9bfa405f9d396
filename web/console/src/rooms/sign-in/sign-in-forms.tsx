import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { beginActivation, completeActivation, signIn } from "../../api/commands.ts";
import { isProblem } from "../../api/problem.ts";
import type { Staff } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { TextField } from "../../components/text-field.tsx";
import { w } from "../../i18n/room-words.ts";
import { QrPicture } from "./qr-picture.tsx";

interface FormProps {
  onSignedIn(staff: Staff): void;
  /** Known already: somebody whose session ended. */
  staffId?: string;
}

const onSubmit = (work: () => void) => (event: FormEvent) => {
  event.preventDefault();
  work();
};

/** Staff id and password, and then, always, the authenticator app's code. */
export function PasswordForm({ onSignedIn, staffId: known }: FormProps) {
  const [staffId, setStaffId] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const enter = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  const [askedForCode, setAskedForCode] = useState(false);
  const codeNeeded = isProblem(enter.error, "staff-code-needed");
  useEffect(() => {
    if (codeNeeded) setAskedForCode(true);
  }, [codeNeeded]);
  return (
    <form className="sign-in-form" onSubmit={onSubmit(() => enter.mutate({ staffId: staffId.trim(), password, ...(askedForCode ? { code } : {}) }))}>
      {enter.error && !codeNeeded ? <ProblemNote error={enter.error} /> : null}
      {known === undefined ? <TextField label={w.staff_id()} value={staffId} onChange={setStaffId} autoComplete="username" autoCapitalize="none" spellCheck={false} required /> : null}
      <TextField label={w.staff_password()} type="password" value={password} onChange={setPassword} autoComplete="current-password" required />
      {askedForCode ? <AppCodeField value={code} onChange={setCode} focus /> : null}
      <Button type="submit" disabled={enter.isPending}>
        {askedForCode ? w.sign_in_now() : w.sign_in_next()}
      </Button>
    </form>
  );
}

function AppCodeField({ value, onChange, focus = false }: { value: string; onChange(value: string): void; focus?: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) frame.current?.querySelector("input")?.focus();
  }, [focus]);
  return (
    <div ref={frame}>
      <TextField label={w.app_code()} hint={w.app_code_hint()} value={value} onChange={(typed) => onChange(typed.normalize("NFKC").replace(/\D/g, "").slice(0, 6))} inputMode="numeric" autoComplete="one-time-code" pattern="[0-9]{6}" required />
    </div>
  );
}

/** The first sign-in: the code from the personnel officer, then app and password of one's own. */
export function ActivationForm({ onSignedIn, back }: FormProps & { back: ReactNode }) {
  const [staffId, setStaffId] = useState("");
  const [activationCode, setActivationCode] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const begin = useMutation({ mutationFn: beginActivation });
  const complete = useMutation({ mutationFn: completeActivation, onSuccess: onSignedIn });
  const shown = begin.data;
  const who = { staffId: staffId.trim(), activationCode: activationCode.trim() };
  if (!shown) {
    return (
      <form className="sign-in-form" onSubmit={onSubmit(() => begin.mutate(who))}>
        <p>{w.activation_lead()}</p>
        {begin.error ? <ProblemNote error={begin.error} /> : null}
        <TextField label={w.staff_id()} value={staffId} onChange={setStaffId} autoComplete="username" autoCapitalize="none" spellCheck={false} required />
        <TextField label={w.activation_code()} value={activationCode} onChange={setActivationCode} autoComplete="off" autoCapitalize="characters" spellCheck={false} minLength={16} required />
        <Button type="submit" disabled={begin.isPending}>
          {w.sign_in_next()}
        </Button>
        {back}
      </form>
    );
  }
  return (
    <form className="sign-in-form" onSubmit={onSubmit(() => complete.mutate({ ...who, password, code }))}>
      {complete.error ? <ProblemNote error={complete.error} /> : null}
      <p>{w.activation_scan()}</p>
      <div className="sign-in-qr">
        <QrPicture text={shown.uri} label={w.activation_qr()} />
        <p>
          {w.activation_typed()} <code className="sign-in-secret">{shown.secret}</code>
        </p>
      </div>
      <AppCodeField value={code} onChange={setCode} />
      <TextField label={w.new_password()} hint={w.new_password_hint()} type="password" value={password} onChange={setPassword} autoComplete="new-password" minLength={10} required />
      <Button type="submit" disabled={complete.isPending}>
        {w.activation_done()}
      </Button>
    </form>
  );
}
