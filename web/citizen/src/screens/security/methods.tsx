import { Fingerprint, KeyRound, Smartphone, TimerReset } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { useAct } from "../../account/account-page.tsx";
import { RowAskedTwice } from "../../account/asked-twice.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { type Methods, methodsQuery } from "../../account/methods.ts";
import { isDeclined, isKnownAlready, makePasskey, passkeysWork } from "../../account/passkey.ts";
import { RowLink, Rows } from "../../account/rows.tsx";
import { Unfolded } from "../../account/unfolded.tsx";
import { useForm } from "../../account/use-form.ts";
import { useTask } from "../../account/use-task.ts";
import { dayText, momentText } from "../../account/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { m } from "../../paraglide/messages.js";

type Passkey = Methods["passkeys"]["items"][number];

/** How one can sign in, each with the way to change it. */
export function SignInMethods() {
  const question = useQuery(methodsQuery);
  return (
    <Loaded question={question}>
      {(methods) => (
        <>
          <Section id="methods" title={m.account_methods()}>
            <Rows>
              <RowLink to="/me/security/phone" icon={Smartphone} title={m.account_phone()} note={methods.phone} state={m.account_change()} />
              <RowLink to="/me/security/password" icon={KeyRound} tone="gold" title={m.account_password()} note={m.account_password_note()} state={methods.password ? m.account_is_set() : m.account_not_set()} />
              <RowLink
                to="/me/security/authenticator"
                icon={TimerReset}
                tone="sky"
                title={m.account_totp()}
                note={methods.totp.since ? m.account_since({ date: dayText(methods.totp.since) }) : m.account_totp_note()}
                state={methods.totp.active ? m.account_is_set() : m.account_not_set()}
              />
            </Rows>
          </Section>
          <Passkeys passkeys={methods.passkeys.items} />
        </>
      )}
    </Loaded>
  );
}

function Passkeys({ passkeys }: { passkeys: Passkey[] }) {
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask();
  const [told, setTold] = useState<string>();
  const add = () =>
    run(async () => {
      setTold(undefined);
      try {
        const { id, options } = await act("post", "/api/v1/me/passkeys/options", {});
        const response = await makePasskey(options);
        await act("post", "/api/v1/me/passkeys", { body: { id, name: deviceName(), response: response as never } });
        await queries.invalidateQueries(methodsQuery);
        setTold(m.account_passkey_added());
      } catch (error) {
        if (isKnownAlready(error)) setTold(m.account_passkey_known());
        else if (!isDeclined(error)) throw error;
      }
    });
  return (
    <Section id="passkeys" title={m.account_passkeys()} note={m.account_passkeys_note()}>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      {told ? (
        <Notice kind="calm" live>
          {told}
        </Notice>
      ) : null}
      <div className="account-form">
        {passkeys.length > 0 ? (
          <Rows>
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} />
            ))}
          </Rows>
        ) : null}
        {passkeysWork() ? (
          <Button variant="secondary" large disabled={busy} aria-busy={busy} onClick={() => void add()}>
            <Fingerprint size={20} aria-hidden="true" />
            {m.account_passkey_add()}
          </Button>
        ) : (
          <p className="account-small">{m.account_passkey_no_device()}</p>
        )}
      </div>
    </Section>
  );
}

/** A first name to tell devices apart by; it can be changed. */
function deviceName(): string {
  const found = /(iPhone|iPad|Android|Harmony|Windows|Macintosh|Linux)/.exec(navigator.userAgent)?.[1];
  return found === "Macintosh" ? "Mac" : (found ?? m.account_device_this());
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { id, name, synced, createdAt, lastUsedAt } = passkey;
  const act = useAct();
  const queries = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const form = useForm({ id: `passkey-${id}`, initial: { name }, check: (values) => ({ name: values.name.trim() === "" ? m.account_passkey_name_missing() : undefined }) });
  return (
    <RowAskedTwice
      icon={Fingerprint}
      title={name}
      note={[synced ? m.account_passkey_synced() : m.account_passkey_one_device(), lastUsedAt ? m.account_passkey_used({ when: momentText(lastUsedAt) }) : m.account_since({ date: dayText(createdAt) })].join(" · ")}
      actions={
        renaming ? null : (
          <Button variant="quiet" aria-label={m.account_rename_name({ name })} onClick={() => setRenaming(true)}>
            {m.account_rename()}
          </Button>
        )
      }
      asked={
        renaming
          ? undefined
          : {
              label: m.account_remove_name({ name }),
              button: m.account_remove(),
              question: m.account_passkey_remove_sure(),
              yes: m.account_remove(),
              onYes: async () => {
                await act("delete", "/api/v1/me/passkeys/{id}", { path: { id } });
                await queries.invalidateQueries(methodsQuery);
              },
            }
      }
    >
      {renaming ? (
        <Unfolded label={m.account_rename_name({ name })}>
          <AccountForm
            form={form}
            brief
            onSend={() =>
              form.submit(async (values) => {
                await act("patch", "/api/v1/me/passkeys/{id}", { path: { id }, body: { name: values.name.trim() } });
                await queries.invalidateQueries(methodsQuery);
                setRenaming(false);
              })
            }
          >
            <TextField {...form.bind("name")} label={m.account_passkey_name()} maxLength={40} autoComplete="off" />
            <div className="account-actions">
              <Button type="submit" disabled={form.busy}>
                {m.account_save()}
              </Button>
              <Button variant="secondary" onClick={() => setRenaming(false)}>
                {m.account_cancel()}
              </Button>
            </div>
          </AccountForm>
        </Unfolded>
      ) : null}
    </RowAskedTwice>
  );
}
