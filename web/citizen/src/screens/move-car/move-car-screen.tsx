import { Send } from "lucide-react";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Choices } from "@citizen-cloud/ui/components/choice.tsx";
import { FieldError, TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { AccountForm } from "../../account/account-form.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { PERSONAL } from "../../account/me.ts";
import { useSayCity } from "../../account/use-city.ts";
import { useForm } from "../../account/use-form.ts";
import { useTask } from "../../account/use-task.ts";
import { Loaded } from "../../components/loaded.tsx";
import { m } from "../../paraglide/messages.js";
import { usePlace } from "../../routing/place.tsx";
import { recordProblemText } from "../../records/record-problem.ts";
import { timeOf } from "../../records/values.ts";
import { type MoveReason, type MoveRequest, REASONS, reasonText, stateLook } from "./move-words.ts";
import { isPlateRest, provincesFrom, splitPlate } from "./provinces.ts";
import "../../records/records.css";
import "./move-car.css";

const LOOK_AGAIN_MS = 10_000;
const LONGEST_PLACE = 100;

const requestsQuery = queryOptions({
  queryKey: [PERSONAL, "move-requests"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/move-requests", {}, signal),
  staleTime: 5_000,
});

export function Screen() {
  return (
    <AccountPage title={m.record_move_title()} intro={m.record_move_intro()}>
      {(me) => (
        <LevelTwo me={me} why={m.record_move_level()}>
          <div className="account-stack">
            <Requests />
            <MoveForm />
            <Notice kind="calm">
              <p>{m.record_move_limits()}</p>
              <p>
                {m.record_move_emergency()} <a href="tel:122">122</a>
              </p>
            </Notice>
          </div>
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function MoveForm() {
  const { city } = usePlace();
  const known = useSayCity();
  const provinces = provincesFrom(known?.division ?? "");
  const act = useAct();
  const queries = useQueryClient();
  const form = useForm({
    id: "move",
    initial: { province: "", rest: "", place: "", reason: "" },
    draft: { key: "move-car", fields: ["province", "rest", "place", "reason"] },
    pointers: { rest: "/plate" },
    words: recordProblemText,
    check: ({ rest, place, reason }) => ({
      rest: isPlateRest(splitPlate(rest).rest) ? undefined : m.record_plate_wrong(),
      place: place.trim() === "" ? m.record_move_place_missing() : undefined,
      reason: reason === "" ? m.record_move_reason_missing() : undefined,
    }),
  });
  const province = form.values.province || provinces[0] || "";
  const reasonError = form.bind("reason").error;
  const plate = form.bind("rest");
  return (
    <Section id="ask" title={m.record_move_ask()}>
      <Card padded>
        <AccountForm
          form={form}
          onSend={() =>
            form.submit(async ({ rest, place, reason }) => {
              await act("post", "/api/v1/me/move-requests", { body: { plate: province + splitPlate(rest).rest, place: place.trim(), reason: reason as MoveReason, city } });
              form.forgetDraft();
              for (const field of ["rest", "place", "reason"] as const) form.set(field, "");
              await queries.invalidateQueries(requestsQuery);
              document.getElementById("requests")?.scrollIntoView({ block: "start" });
            })
          }
        >
          <fieldset className="plate-field field">
            <legend className="field-label">{m.record_plate()}</legend>
            <FieldError id="move-rest" error={plate.error} />
            <div className="plate-parts">
              <select className="text-input plate-province" aria-label={m.record_plate_province()} value={province} onChange={(event) => form.set("province", event.currentTarget.value)}>
                {provinces.map((character) => (
                  <option key={character} value={character}>
                    {character}
                  </option>
                ))}
              </select>
              <input
                id={plate.id}
                className="text-input plate-rest"
                aria-label={m.record_plate_rest()}
                aria-invalid={plate.error === undefined ? undefined : true}
                aria-describedby={plate.error === undefined ? undefined : "move-rest-error"}
                value={plate.value}
                placeholder="A12345"
                maxLength={12}
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
                onInput={(event) => {
                  // Pasted whole, the first character belongs into the other field.
                  const typed = splitPlate(event.currentTarget.value);
                  if (typed.province) form.set("province", typed.province);
                  form.set("rest", typed.rest);
                }}
              />
            </div>
          </fieldset>
          <TextField {...form.bind("place")} label={m.record_move_place()} hint={m.record_move_place_hint()} maxLength={LONGEST_PLACE} autoComplete="off" required />
          <div id="move-reason" tabIndex={-1} className="move-reason">
            <FieldError id="move-reason" error={reasonError} />
            <Choices legend={m.record_move_reason()} name="reason" value={form.values.reason === "" ? undefined : (form.values.reason as MoveReason)} options={REASONS.map((value) => ({ value, label: reasonText(value) }))} onChoose={(value) => form.set("reason", value)} />
          </div>
          <Button type="submit" large disabled={form.busy} aria-busy={form.busy}>
            <Send size={20} aria-hidden="true" />
            {form.busy ? m.account_one_moment() : m.record_move_send()}
          </Button>
        </AccountForm>
      </Card>
    </Section>
  );
}

function isOpen({ state }: MoveRequest): boolean {
  return state === "sending" || state === "sent";
}

function Requests() {
  const question = useQuery({ ...requestsQuery, refetchInterval: (query) => (query.state.data?.items.some(isOpen) ? LOOK_AGAIN_MS : false) });
  return (
    <Loaded question={question}>
      {({ items }) =>
        items.length === 0 ? null : (
          <Section id="requests" title={m.record_move_mine()}>
            <ul className="move-list" aria-live="polite">
              {items.map((request) => (
                <RequestCard key={request.id} request={request} />
              ))}
            </ul>
          </Section>
        )
      }
    </Loaded>
  );
}

function RequestCard({ request }: { request: MoveRequest }) {
  const { id, plate, place, reason, askedAt, answeredAt } = request;
  const { icon: Icon, tone, name, note } = stateLook(request);
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask(recordProblemText);
  const cancel = () =>
    run(async () => {
      await act("post", "/api/v1/me/move-requests/{id}/cancel", { path: { id } });
      await queries.invalidateQueries(requestsQuery);
    });
  return (
    <li className="card move-card">
      <div className="move-card-head">
        <strong className="plate">{plate}</strong>
        <Chip tone={tone}>
          <Icon size={14} aria-hidden="true" />
          {name}
        </Chip>
      </div>
      {note ? <p className={request.state === "answered" ? "move-answer" : undefined}>{note}</p> : null}
      <p className="account-small">
        {place} · {reasonText(reason)}
        <br />
        {m.record_move_asked_at({ when: timeOf(askedAt) })}
        {answeredAt ? ` · ${m.record_move_answered_at({ when: timeOf(answeredAt) })}` : ""}
      </p>
      {failure ? (
        <p className="field-error" role="alert">
          {failure}
        </p>
      ) : null}
      {isOpen(request) ? (
        <Button variant="secondary" disabled={busy} aria-label={m.record_move_cancel_name({ plate })} onClick={() => void cancel()}>
          {m.record_move_cancel()}
        </Button>
      ) : null}
    </li>
  );
}
