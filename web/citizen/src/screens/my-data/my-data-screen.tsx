import { Activity, CircleAlert, KeyRound, RefreshCw, Stamp, TriangleAlert } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Skeleton } from "@citizen-cloud/ui/components/skeleton.tsx";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import type { Me } from "../../account/me.ts";
import { RowLink, Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import type { Topic } from "../../api/catalogue.ts";
import { type Asker, topicsQuery } from "../../api/queries.ts";
import { NamedIcon } from "../../components/named-icon.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import { type RecordKind, recordKindsQuery } from "../../records/kinds.ts";
import { cardOf, type MyRecord, myRecordsQuery, recordQuestion } from "../../records/my-records.ts";
import { byTone } from "../../records/notices.tsx";
import { RecordCard } from "../../records/record-card.tsx";
import { timeOf } from "../../records/values.ts";
import { matches, wordsOf } from "./search-records.ts";
import { recordProblemText } from "../../records/record-problem.ts";
import "../../records/records.css";
import "./my-data.css";

/** States with nothing to show: they stand together at the end, so that the page shows what there is. */
const EMPTY: ReadonlySet<MyRecord["state"]> = new Set(["no-record", "not-covered"]);
const SKELETON_CARDS = 6;

interface Known {
  kind: RecordKind;
  record: MyRecord;
}

export function Screen() {
  return (
    <AccountPage wide title={m.record_my_data()} intro={m.record_my_data_intro()}>
      {(me) => (
        <LevelTwo me={me} why={m.record_level_first()}>
          <MyData me={me} />
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function MyData({ me }: { me: Me }) {
  const asker = useAsker();
  const whose = useWhose();
  const act = useAct();
  const queries = useQueryClient();
  const question = useQuery(myRecordsQuery(asker, whose));
  const kinds = useQuery(recordKindsQuery(asker));
  const topics = useQuery(topicsQuery(asker));
  const { busy, failure, run } = useTask(recordProblemText);
  const [words, setWords] = useState("");
  const known = useMemo(() => join(question.data?.items, kinds.data?.items), [question.data, kinds.data]);
  const found = useFound(asker, known, words);
  const asking = busy || question.isFetching;
  const refresh = () =>
    run(async () => {
      const answer = await act("get", "/api/v1/me/records", { query: recordQuestion(asker, [], true) });
      queries.setQueryData(myRecordsQuery(asker, whose).queryKey, answer);
    });
  const failed = [question, kinds, topics].find(({ isError }) => isError);

  if (failed && (known.length === 0 || !topics.data)) {
    return (
      <Notice kind="warning" live>
        <p>{recordProblemText(failed.error)}</p>
        <Button variant="quiet" onClick={() => void failed.refetch()}>
          {m.try_again()}
        </Button>
      </Notice>
    );
  }
  if (question.isPending || kinds.isPending || topics.isPending) return <Waiting />;
  const answered = found.filter(({ record }) => !EMPTY.has(record.state));
  const empty = found.filter(({ record }) => EMPTY.has(record.state));
  return (
    <div className="my-data">
      {whose ? <Notice>{m.record_whose({ name: whose.name })}</Notice> : null}
      <div className="my-data-tools">
        <SearchField label={m.record_search()} placeholder={m.record_search_hint()} words={words} onChange={setWords} />
        <Button variant="secondary" disabled={asking} aria-busy={asking} onClick={() => void refresh()}>
          <RefreshCw size={18} aria-hidden="true" />
          {asking ? m.record_asking() : m.record_refresh()}
        </Button>
      </div>
      <p className="my-data-count" role="status">
        {words.trim() === "" ? m.record_count({ count: answered.length, when: timeOf(new Date(question.dataUpdatedAt).toISOString()) }) : m.record_found({ count: found.length, words: words.trim() })}
      </p>
      {failure !== undefined || question.isError ? (
        <Notice kind="warning" live>
          {failure ?? recordProblemText(question.error)}
        </Notice>
      ) : null}
      {words.trim() === "" ? <Attention known={known} /> : null}
      <Groups known={answered} topics={topics.data?.items ?? []} me={me} />
      {empty.length > 0 ? <Empty known={empty} open={words.trim() !== ""} /> : null}
      {known.length > 0 && known.every(({ record }) => record.state === "no-record") ? <Notice kind="calm">{m.record_other_city()}</Notice> : null}
      {found.length === 0 ? <Notice kind="calm">{m.record_found_none()}</Notice> : null}
      <Rows label={m.record_more()}>
        <RowLink to="/me/proofs" icon={Stamp} title={m.record_proofs()} note={m.record_proofs_note()} />
        <RowLink to="/status/sources" icon={Activity} tone="sky" title={m.record_sources()} note={m.record_sources_note()} />
        <RowLink to="/me/account-data" icon={KeyRound} tone="ink" title={m.account_data()} note={m.account_data_note()} />
      </Rows>
    </div>
  );
}

/** In the kinds' order; a record whose kind was published a moment ago waits for the next visit. */
function join(records: readonly MyRecord[] | undefined, kinds: readonly RecordKind[] | undefined): Known[] {
  const byId = new Map(records?.map((record) => [record.kind, record]));
  return (kinds ?? []).flatMap((kind) => {
    const record = byId.get(kind.id);
    return record ? [{ kind, record }] : [];
  });
}

/** Both scripts are searched: whoever reads one may well type the other. */
function useFound(asker: Asker, known: Known[], words: string): Known[] {
  const otherScript = asker.script === "zh-Hant" ? "zh-Hans" : "zh-Hant";
  const { data: others } = useQuery({ ...recordKindsQuery({ ...asker, script: otherScript }), enabled: words.trim() !== "" });
  return useMemo(() => {
    if (words.trim() === "") return known;
    return known.filter(({ kind }) => {
      const other = others?.items.find(({ id }) => id === kind.id);
      return matches(wordsOf(kind) + (other ? `\n${wordsOf(other)}` : ""), words);
    });
  }, [known, words, others]);
}

/** What wants doing, in one line: each leads to its record. */
function Attention({ known }: { known: readonly Known[] }) {
  const wanting = known.flatMap(({ kind, record }) => {
    const worst = [...record.notices].sort(byTone)[0];
    return worst && worst.tone !== "info" ? [{ kind, tone: worst.tone }] : [];
  });
  wanting.sort((one, other) => Number(other.tone === "urgent") - Number(one.tone === "urgent"));
  if (wanting.length === 0) return null;
  return (
    <Card as="section" padded className="record-attention" aria-labelledby="attention">
      <h2 id="attention">{m.record_attention({ count: wanting.length })}</h2>
      <ul>
        {wanting.map(({ kind, tone }) => (
          <li key={kind.id}>
            <Link to={`/me/data/${kind.id}`} className={`record-attention-link tone-${tone === "urgent" ? "cinnabar" : "gold"}`}>
              {tone === "urgent" ? <CircleAlert size={18} aria-hidden="true" /> : <TriangleAlert size={18} aria-hidden="true" />}
              <span className="visually-hidden">{tone === "urgent" ? m.record_tone_urgent() : m.record_tone_warning()} </span>
              {say(kind.names)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Groups({ known, topics, me }: { known: readonly Known[]; topics: readonly Topic[]; me: Me }) {
  const order = topics.map(({ id }) => id);
  const ids = [...new Set(known.map(({ kind }) => kind.topic))].sort((one, other) => order.indexOf(one) - order.indexOf(other));
  return (
    <div className="record-groups">
      {ids.map((id) => {
        const topic = topics.find((each) => each.id === id);
        return (
          <Section
            key={id}
            id={`topic-${id}`}
            className="record-group"
            title={
              <span className="record-group-title">
                <Tile tone={topic?.tone ?? "ink"} small>
                  <NamedIcon name={topic?.icon ?? ""} size={20} />
                </Tile>
                {topic ? say(topic.names) : ""}
              </span>
            }
          >
            <ul className="record-cards">
              {known.filter(({ kind }) => kind.topic === id).map(({ kind, record }) => (
                <RetryingCard key={kind.id} kind={kind} record={record} me={me} />
              ))}
            </ul>
          </Section>
        );
      })}
    </div>
  );
}

/** One department asked again; the others keep what they said. */
function RetryingCard({ kind, record, me }: Known & { me: Me }) {
  const asker = useAsker();
  const whose = useWhose();
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask(recordProblemText);
  const retry = () =>
    run(async () => {
      const full = await act("get", "/api/v1/me/records/{kind}", { path: { kind: kind.id }, query: recordQuestion(asker, [], true) });
      queries.setQueryData(myRecordsQuery(asker, whose).queryKey, (before) => before && { ...before, items: before.items.map((each) => (each.kind === kind.id ? cardOf(kind, full) : each)) });
    });
  return <RecordCard kind={kind} record={record} level={me.level} busy={busy} failure={failure} onRetry={() => void retry()} />;
}

function Empty({ known, open }: { known: readonly Known[]; open: boolean }) {
  return (
    <Card>
      <Disclosure summary={m.record_empty_kinds({ count: known.length })} open={open}>
        <ul className="record-empty-list">
          {known.map(({ kind, record }) => (
            <li key={kind.id}>
              <Link to={`/me/data/${kind.id}`}>{say(kind.names)}</Link>
              <span>{record.state === "not-covered" ? m.record_not_covered() : m.record_none_at({ department: say(kind.department.names) })}</span>
            </li>
          ))}
        </ul>
      </Disclosure>
    </Card>
  );
}

/** In the shape of what is coming, so that nothing jumps. */
function Waiting(): ReactNode {
  return (
    <div className="my-data" aria-busy="true">
      <p className="visually-hidden" role="status">
        {m.record_asking_departments()}
      </p>
      <Skeleton shape="line" />
      <div className="record-cards">
        {Array.from({ length: SKELETON_CARDS }, (_unused, index) => (
          <Skeleton key={index} shape="card" />
        ))}
      </div>
    </div>
  );
}
