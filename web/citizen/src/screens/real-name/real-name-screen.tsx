import { Camera, CircleCheck, Image, ScanFace, Smartphone, UserCheck } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Steps } from "@citizen-cloud/ui/components/steps.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import type { Body } from "../../account/api.ts";
import { Done } from "../../account/done.tsx";
import { FormSummary } from "../../account/form-summary.tsx";
import { idNumberFault } from "../../account/id-number.ts";
import { type Me, PERSONAL } from "../../account/me.ts";
import { readNext } from "../../account/next.ts";
import { RowButton, RowLink, Rows } from "../../account/rows.tsx";
import { StepTitle } from "../../account/step-title.tsx";
import { useForm } from "../../account/use-form.ts";
import { ApiProblem } from "../../api/problem.ts";
import { m } from "../../paraglide/messages.js";
import { AnyPageLink, Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useHref, usePlace } from "../../routing/place.tsx";
import { shrinkPhoto } from "./photo.ts";
import "./real-name.css";

type Proof = Body<"post", "/api/v1/me/real-name">["proof"];
const STEPS = ["who", "how", "consent", "photo"] as const;
type Step = (typeof STEPS)[number];

export function Screen() {
  return (
    <AccountPage title={m.account_real_name()} intro={m.account_real_name_intro()}>
      {(me) => <RealName me={me} />}
    </AccountPage>
  );
}

function RealName({ me }: { me: Me }) {
  const { search } = usePlace();
  const [done, setDone] = useState(false);
  const next = readNext(search);
  const href = useHref();
  if (me.level > 1 || done) {
    return (
      <Done
        title={done ? m.account_real_name_done() : m.account_real_name_already()}
        actions={
          <>
            <AnyPageLink href={next ?? href("/me")} replace className={buttonClass({ large: true })}>
              {next ? m.account_go_on() : m.account_to_me()}
            </AnyPageLink>
            {me.level < 3 ? (
              <Link to="/me/in-person" className={buttonClass({ variant: "secondary", large: true })}>
                {m.account_in_person()}
              </Link>
            ) : null}
          </>
        }
      >
        <p>{m.account_real_name_done_text()}</p>
      </Done>
    );
  }
  return <RealNameForm onDone={() => setDone(true)} />;
}

function RealNameForm({ onDone }: { onDone(): void }) {
  const { search } = usePlace();
  const navigator = useNavigator();
  const href = useHref();
  const act = useAct();
  const queries = useQueryClient();
  const [photo, setPhoto] = useState<string>();
  const form = useForm({
    id: "real-name",
    initial: { name: "", idNumber: "" },
    // The number is not kept: the tab of a shared computer would keep it too.
    draft: { key: "real-name", fields: ["name"] },
    check: ({ name, idNumber }) => ({
      name: name.trim() === "" ? m.account_name_missing() : undefined,
      idNumber: idNumberFault(idNumber),
    }),
  });
  const asked = STEPS.find((each) => each === search.get("step")) ?? "who";
  // Somebody who reloads a later page begins at the first again.
  const step: Step = form.values.idNumber === "" ? "who" : asked === "photo" || asked === "consent" || asked === "how" ? asked : "who";
  const next = search.get("next");
  const pathOf = (wanted: Step) => {
    const query = new URLSearchParams({ ...(next ? { next } : {}), ...(wanted === "who" ? {} : { step: wanted }) }).toString();
    return href(`/me/real-name${query ? `?${query}` : ""}`);
  };
  const go = (wanted: Step) => void navigator.visit(pathOf(wanted));

  const send = (proof: Proof) =>
    form.submit(async ({ name, idNumber }) => {
      try {
        await act("post", "/api/v1/me/real-name", { body: { name: name.trim(), idNumber: idNumber.trim(), proof } });
      } catch (error) {
        setPhoto(undefined);
        // What is wrong with name or number is mended where they stand.
        if (error instanceof ApiProblem && error.faults.some(({ pointer }) => pointer === "/idNumber" || pointer === "/name")) go("who");
        throw error;
      }
      form.forgetDraft();
      await queries.invalidateQueries({ queryKey: [PERSONAL] });
      onDone();
    });

  const head = { who: [1, m.account_step_who()], how: [2, m.account_step_how()], consent: [3, m.account_step_consent()], photo: [3, m.account_step_photo()] } as const;
  const [number, title] = head[step];
  return (
    <div className="account-form account-narrow">
      <Steps step={number} of={3} label={m.account_step_of({ step: number, of: 3 })} />
      <StepTitle key={step}>{title}</StepTitle>
      <FormSummary form={form} />
      {step === "who" ? <Who form={form} onNext={() => form.submit(async () => go("how"))} /> : null}
      {step === "how" ? <How busy={form.busy} onPhoto={() => go("consent")} onNumber={() => void send({ kind: "number" })} /> : null}
      {step === "consent" ? <Consent onAgree={() => go("photo")} onRefuse={() => go("how")} /> : null}
      {step === "photo" ? <Photo busy={form.busy} photo={photo} onPhoto={setPhoto} onSend={(taken) => void send({ kind: "photo", photo: taken, consent: true })} /> : null}
    </div>
  );
}

type RealNameFormState = ReturnType<typeof useForm<{ name: string; idNumber: string }>>;

function Who({ form, onNext }: { form: RealNameFormState; onNext(): Promise<void> }) {
  return (
    <form
      className="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onNext();
      }}
    >
      <TextField {...form.bind("name")} label={m.account_name()} hint={m.account_name_hint()} autoComplete="name" maxLength={100} required />
      <TextField {...form.bind("idNumber")} label={m.account_id_number()} hint={m.account_id_hint()} className="text-input-long" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={30} required />
      <Notice kind="calm">{m.account_real_name_use()}</Notice>
      <Button type="submit" large wide>
        {m.account_next()}
      </Button>
    </form>
  );
}

function How({ busy, onPhoto, onNumber }: { busy: boolean; onPhoto(): void; onNumber(): void }) {
  return (
    <>
      <p className="account-text">{m.account_how_text()}</p>
      <Rows>
        <RowButton icon={Smartphone} title={m.account_how_number()} note={m.account_how_number_note()} disabled={busy} onClick={onNumber} />
        <RowButton icon={ScanFace} tone="sky" title={m.account_how_photo()} note={m.account_how_photo_note()} disabled={busy} onClick={onPhoto} />
        <RowLink to="/me/in-person" icon={UserCheck} tone="ink" title={m.account_in_person()} note={m.account_how_neither()} />
      </Rows>
      <p role="status" className="account-small">
        {busy ? m.account_checking() : ""}
      </p>
    </>
  );
}

function Consent({ onAgree, onRefuse }: { onAgree(): void; onRefuse(): void }) {
  const points = [m.account_face_what(), m.account_face_who(), m.account_face_kept(), m.account_face_free()];
  return (
    <>
      <Card padded>
        <ul className="account-list">
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </Card>
      <p className="account-small">
        <Link to="/privacy#face">{m.account_face_more()}</Link>
      </p>
      <Button large wide onClick={onAgree}>
        <CircleCheck size={20} aria-hidden="true" />
        {m.account_face_agree()}
      </Button>
      <Button variant="secondary" large wide onClick={onRefuse}>
        {m.account_face_refuse()}
      </Button>
    </>
  );
}

interface PhotoProps {
  busy: boolean;
  photo: string | undefined;
  onPhoto(photo: string | undefined): void;
  onSend(photo: string): void;
}

function Photo({ busy, photo, onPhoto, onSend }: PhotoProps) {
  const [unreadable, setUnreadable] = useState(false);
  const read = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? [];
    if (!file) return;
    const small = await shrinkPhoto(file);
    setUnreadable(small === undefined);
    onPhoto(small);
    currentTarget.value = "";
  };
  if (photo !== undefined) {
    return (
      <>
        <img className="real-name-photo" src={`data:image/jpeg;base64,${photo}`} alt={m.account_photo_yours()} />
        <Button large wide disabled={busy} aria-busy={busy} onClick={() => onSend(photo)}>
          {busy ? m.account_checking() : m.account_photo_send()}
        </Button>
        <Button variant="secondary" large wide disabled={busy} onClick={() => onPhoto(undefined)}>
          {m.account_photo_again()}
        </Button>
      </>
    );
  }
  return (
    <>
      <p className="account-text">{m.account_photo_text()}</p>
      {unreadable ? (
        <Notice kind="warning" live>
          {m.account_photo_unreadable()}
        </Notice>
      ) : null}
      <FileButton icon={<Camera size={20} aria-hidden="true" />} label={m.account_photo_take()} capture onFile={(event) => void read(event)} />
      <FileButton icon={<Image size={20} aria-hidden="true" />} label={m.account_photo_choose()} secondary onFile={(event) => void read(event)} />
    </>
  );
}

/** The browser's own file field under the look of a button. */
function FileButton({ icon, label, capture, secondary, onFile }: { icon: React.ReactNode; label: string; capture?: boolean; secondary?: boolean; onFile(event: ChangeEvent<HTMLInputElement>): void }) {
  return (
    <label className={`file-button ${buttonClass({ variant: secondary ? "secondary" : "primary", large: true, wide: true })}`}>
      {icon}
      {label}
      <input type="file" accept="image/jpeg,image/png" capture={capture ? "user" : undefined} onChange={onFile} />
    </label>
  );
}
