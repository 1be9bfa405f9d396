import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { Building2, Cpu, Handshake, UserRound, Users } from "lucide-react";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { AccountForm } from "../../account/account-form.tsx";
import { PERSONAL } from "../../account/me.ts";
import { Row, Rows } from "../../account/rows.tsx";
import { Unfolded } from "../../account/unfolded.tsx";
import { useForm } from "../../account/use-form.ts";
import { dayText, timeText } from "../../account/words.ts";
import { departmentsQuery } from "../../api/queries.ts";
import { AsGiven } from "../../components/as-given.tsx";
import { FilterChips } from "../../components/filter-chips.tsx";
import { LoadFailed } from "../../components/loaded.tsx";
import { isolated } from "../../i18n/chinese.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";
import { recordKindsQuery } from "../../records/kinds.ts";
import { actText, fieldText, groundText, isOwnField, purposeText, recordActText } from "../../account/access-words.ts";

type Access = Answer<"get", "/api/v1/me/accesses">["items"][number];

const PAGE = 30;
const accessesKey = [PERSONAL, "accesses"] as const;

export function Screen() {
  return (
    <AccountPage title={m.account_accesses()} intro={m.account_accesses_intro()}>
      {() => <Accesses />}
    </AccountPage>
  );
}

function Accesses() {
  const [onlyOthers, setOnlyOthers] = useState(false);
  const record = usePlace().search.get("record") ?? "";
  const nameOf = useRecordName();
  const question = useInfiniteQuery({
    queryKey: accessesKey,
    queryFn: ({ pageParam, signal }) => askPersonal("get", "/api/v1/me/accesses", { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 10_000,
  });
  if (question.isPending) return <SkeletonScreen label={m.loading()} />;
  if (!question.data) return <LoadFailed retry={() => void question.refetch()} />;
  const all = question.data.pages.flatMap(({ items }) => items);
  const ofRecord = record === "" ? all : all.filter(({ about }) => about?.kind === "record" && about.id === record);
  const shown = onlyOthers ? ofRecord.filter(({ actor }) => actor.kind !== "self") : ofRecord;
  return (
    <div className="account-stack">
      {record === "" ? null : (
        <Notice>
          {m.record_accesses_of({ name: nameOf(record) })} <Link to="/me/accesses">{m.record_accesses_all()}</Link>
        </Notice>
      )}
      <FilterChips
        label={m.account_accesses_whose()}
        value={onlyOthers ? "others" : undefined}
        options={[{ value: "others", label: m.account_accesses_others() }]}
        onChoose={(chosen) => setOnlyOthers(chosen !== undefined)}
      />
      {shown.length === 0 ? <Notice kind="calm">{question.hasNextPage ? m.account_accesses_none_yet() : m.account_accesses_none()}</Notice> : null}
      {groupByDay(shown).map(([day, items]) => (
        <Section key={day} id={`day-${day}`} title={dayText(items[0]?.at ?? day)}>
          <Rows>
            {together(items).map((group) => (group.length > 1 ? <ManyRow key={group[0]?.id} accesses={group} nameOf={nameOf} /> : group.map((access) => <AccessRow key={access.id} access={access} />)))}
          </Rows>
        </Section>
      ))}
      {question.hasNextPage ? (
        <Button variant="secondary" large disabled={question.isFetchingNextPage} onClick={() => void question.fetchNextPage()}>
          {m.account_accesses_earlier()}
        </Button>
      ) : null}
    </div>
  );
}

function groupByDay(items: readonly Access[]): [string, Access[]][] {
  const days = new Map<string, Access[]>();
  for (const access of items) {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date(access.at));
    days.set(day, [...(days.get(day) ?? []), access]);
  }
  return [...days];
}

const TOGETHER_MS = 60_000;
const QUESTIONS: ReadonlySet<string> = new Set(["record.read", "record.asked"]);

/** One look at a page of twenty records is twenty entries: what one person did within a minute stands together. */
function together(items: readonly Access[]): Access[][] {
  const groups: Access[][] = [];
  for (const access of items) {
    const last = groups.at(-1)?.[0];
    const joins = last && QUESTIONS.has(last.act) && QUESTIONS.has(access.act) && access.actor.kind === last.actor.kind && access.actor.name === last.actor.name && access.purpose === last.purpose && !access.dispute && !last.dispute;
    if (joins && Date.parse(last.at) - Date.parse(access.at) < TOGETHER_MS) groups.at(-1)?.push(access);
    else groups.push([access]);
  }
  return groups;
}

function useRecordName(): (kind: string) => string {
  const { data: kinds } = useQuery(recordKindsQuery(useAsker()));
  return (kind) => {
    const found = kinds?.items.find(({ id }) => id === kind);
    return found ? say(found.names) : kind;
  };
}

function ManyRow({ accesses, nameOf }: { accesses: readonly Access[]; nameOf(kind: string): string }) {
  const [apart, setApart] = useState(false);
  const [first] = accesses;
  if (!first || apart) return accesses.map((access) => <AccessRow key={access.id} access={access} />);
  const { actor, at, purpose } = first;
  return (
    <Row
      icon={ICONS[actor.kind]}
      tone={TONES[actor.kind]}
      title={m.record_act_many({ count: accesses.length })}
      note={
        <>
          {actor.kind === "self" ? m.account_actor_self() : <AsGiven text={actor.name ?? m.account_actor_person()} />} · {timeText(at)}
          {purpose ? (
            <>
              <br />
              {m.account_access_why({ why: purposeText(purpose) })}
            </>
          ) : null}
          <br />
          {accesses.map(({ about }) => nameOf(about?.id ?? "")).join(m.list_separator())}
        </>
      }
      actions={
        <Button variant="quiet" onClick={() => setApart(true)}>
          {m.record_act_apart()}
        </Button>
      }
    />
  );
}

const ICONS = { self: UserRound, person: Users, staff: Building2, system: Cpu, partner: Handshake, city: Building2 } as const;
const TONES = { self: "jade", person: "rose", staff: "sky", system: "ink", partner: "gold", city: "sky" } as const;

function AccessRow({ access }: { access: Access }) {
  const { actor, act, purpose, ground, fields, at, dispute, about } = access;
  const { data: kinds } = useQuery(recordKindsQuery(useAsker()));
  const kind = about?.kind === "record" ? kinds?.items.find(({ id }) => id === about.id) : undefined;
  const what = about?.kind === "record" ? recordActText(act, kind ? say(kind.names) : about.id) : actText(act);
  const nameOfField = (field: string) => {
    if (isOwnField(field)) return fieldText(field);
    // A proof's fields are those of the record it was made of, which its entry does not name.
    const known = (kind ? [kind] : (kinds?.items ?? [])).flatMap((each) => each.fields).find(({ name }) => name === field);
    return known ? say(known.names) : fieldText(field);
  };
  const [disputing, setDisputing] = useState(false);
  const { data: departments } = useQuery(departmentsQuery(useAsker()));
  const department = departments?.items.find(({ id }) => id === actor.department);
  const others = { self: m.account_actor_self, person: m.account_actor_person, system: m.account_actor_system, partner: m.account_actor_partner, city: m.account_actor_city };
  const who = actor.kind === "staff" ? <StaffName office={department ? say(department.names) : (actor.department ?? m.account_actor_staff())} name={actor.name} /> : others[actor.kind]();
  const why = [purpose && purposeText(purpose), ground && groundText(ground)].filter(Boolean).join(" · ");
  return (
    <Row
      icon={ICONS[actor.kind]}
      tone={TONES[actor.kind]}
      title={what}
      note={
        <>
          {who} · {timeText(at)}
          {why ? (
            <>
              <br />
              {m.account_access_why({ why })}
            </>
          ) : null}
          {fields.length > 0 ? (
            <>
              <br />
              {m.account_access_fields({ fields: fields.map(nameOfField).join(m.list_separator()) })}
            </>
          ) : null}
        </>
      }
      actions={
        dispute || disputing ? null : (
          <Button variant="quiet" aria-label={m.account_dispute_name({ what, when: timeText(at) })} onClick={() => setDisputing(true)}>
            {m.account_dispute()}
          </Button>
        )
      }
    >
      {dispute ? (
        <div className="row-below">
          <p className="account-small">
            <Chip tone={dispute.state === "answered" ? "jade" : "gold"}>{dispute.state === "answered" ? m.account_dispute_answered() : m.account_dispute_open()}</Chip> {m.account_dispute_yours({ words: isolated(dispute.words) })}
          </p>
          <p className="account-small">{dispute.answer ? <AsGiven text={dispute.answer} /> : m.account_dispute_by({ date: dayText(dispute.answerBy) })}</p>
        </div>
      ) : null}
      {disputing ? (
        <Unfolded label={m.account_dispute()}>
          <DisputeForm id={access.id} onDone={() => setDisputing(false)} />
        </Unfolded>
      ) : null}
    </Row>
  );
}

function StaffName({ office, name }: { office: string; name: string | undefined }) {
  return (
    <>
      {office}
      {name ? (
        <>
          {" · "}
          <AsGiven text={name} />
        </>
      ) : null}
    </>
  );
}

/** One line is enough to be answered. */
function DisputeForm({ id, onDone }: { id: string; onDone(): void }) {
  const act = useAct();
  const queries = useQueryClient();
  const form = useForm({ id: `dispute-${id}`, initial: { words: "" }, check: ({ words }) => ({ words: words.trim() === "" ? m.account_dispute_missing() : undefined }) });
  return (
    <AccountForm
      form={form}
      brief
      onSend={() =>
        form.submit(async ({ words }) => {
          await act("post", "/api/v1/me/accesses/{id}/dispute", { path: { id }, body: { words: words.trim() } });
          await queries.invalidateQueries({ queryKey: accessesKey });
          onDone();
        })
      }
    >
      <TextField {...form.bind("words")} label={m.account_dispute_words()} hint={m.account_dispute_hint()} maxLength={500} autoComplete="off" required />
      <div className="account-actions">
        <Button type="submit" disabled={form.busy}>
          {m.account_dispute_send()}
        </Button>
        <Button variant="secondary" onClick={onDone}>
          {m.account_cancel()}
        </Button>
      </div>
    </AccountForm>
  );
}
