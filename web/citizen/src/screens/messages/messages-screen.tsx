import { CheckCheck } from "lucide-react";
import { queryOptions, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import "@citizen-cloud/ui/components/card.css";
import { AccountPage } from "../../account/account-page.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { PERSONAL } from "../../account/me.ts";
import { SelectField } from "../../account/select-field.tsx";
import { useTask } from "../../account/use-task.ts";
import { dayText } from "../../account/words.ts";
import { FilterChips } from "../../components/filter-chips.tsx";
import { LoadFailed } from "../../components/loaded.tsx";
import { LOCALE_NAMES, LOCALES } from "../../i18n/locale.ts";
import { inboxKey, type Message, type MessageClass } from "../../messages/inbox.ts";
import { MessageCard } from "../../messages/message-card.tsx";
import { m } from "../../paraglide/messages.js";
import { useAsker } from "../../routing/place.tsx";
import "../../messages/messages.css";

export function Screen() {
  return (
    <AccountPage title={m.messages_title()} intro={m.messages_intro()}>
      {() => (
        <div className="account-stack">
          <Messages />
          <Preferences />
        </div>
      )}
    </AccountPage>
  );
}

const CLASSES: readonly { value: MessageClass; label: () => string }[] = [
  { value: "appointment", label: m.messages_class_appointment },
  { value: "campaign", label: m.messages_class_campaign },
  { value: "account", label: m.messages_class_account },
];

function Messages() {
  const { script } = useAsker();
  const queries = useQueryClient();
  const [chosen, choose] = useState<MessageClass>();
  const task = useTask();
  const question = useInfiniteQuery({
    queryKey: [...inboxKey, script, chosen],
    queryFn: ({ pageParam, signal }) => askPersonal("get", "/api/v1/me/messages", { query: { lang: script, ...(chosen ? { class: chosen } : {}), ...(pageParam ? { before: pageParam } : {}) } }, signal),
    initialPageParam: "",
    getNextPageParam: ({ more, items }) => (more ? items.at(-1)?.id : undefined),
    staleTime: 10_000,
  });
  const readAll = () =>
    task.run(async () => {
      await askPersonal("post", "/api/v1/me/messages/read-all", {});
      await queries.invalidateQueries({ queryKey: [PERSONAL] });
    });
  if (question.isPending) return <SkeletonScreen label={m.loading()} />;
  if (!question.data) return <LoadFailed retry={() => void question.refetch()} />;
  const items = question.data.pages.flatMap((page) => page.items);
  const unread = question.data.pages[0]?.unread ?? 0;
  return (
    <>
      <div className="messages-tools">
        <FilterChips label={m.messages_which()} value={chosen} options={CLASSES.map(({ value, label }) => ({ value, label: label() }))} onChoose={(value) => choose(value as MessageClass | undefined)} />
        {unread > 0 ? (
          <Button variant="quiet" disabled={task.busy} onClick={() => void readAll()}>
            <CheckCheck size={18} aria-hidden="true" />
            {m.messages_read_all()}
          </Button>
        ) : null}
      </div>
      {task.failure ? (
        <Notice kind="danger" live>
          {task.failure}
        </Notice>
      ) : null}
      {items.length === 0 ? <Notice kind="calm">{chosen ? m.messages_none_of_these() : m.messages_none()}</Notice> : null}
      {groupByDay(items).map(([day, ofDay]) => (
        <Section key={day} id={`day-${day}`} title={dayText(ofDay[0]?.at ?? day)}>
          <ul className="messages">
            {ofDay.map((message) => (
              <MessageCard key={message.id} message={message} />
            ))}
          </ul>
        </Section>
      ))}
      {question.hasNextPage ? (
        <Button variant="secondary" large disabled={question.isFetchingNextPage} onClick={() => void question.fetchNextPage()}>
          {m.messages_earlier()}
        </Button>
      ) : null}
    </>
  );
}

function groupByDay(items: readonly Message[]): [string, Message[]][] {
  const days = new Map<string, Message[]>();
  for (const message of items) {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date(message.at));
    days.set(day, [...(days.get(day) ?? []), message]);
  }
  return [...days];
}

type Told = Answer<"get", "/api/v1/me/message-preferences">;

const preferencesQuery = queryOptions({
  queryKey: [PERSONAL, "message-preferences"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/message-preferences", {}, signal),
});

/** In which language one's telephone is told. */
function Preferences() {
  const queries = useQueryClient();
  const { data } = useQuery(preferencesQuery);
  const { failure, run } = useTask();
  if (!data) return null;
  const choose = (language: Told["language"]) =>
    run(async () => {
      await askPersonal("put", "/api/v1/me/message-preferences", { body: { language } });
      queries.setQueryData(preferencesQuery.queryKey, { language });
    });
  return (
    <Section id="telephone" title={m.messages_telephone()}>
      <SelectField
        id="message-language"
        label={m.messages_language()}
        hint={m.messages_telephone_note()}
        value={data.language}
        options={LOCALES.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale] }))}
        onChange={(language) => void choose(language as Told["language"])}
      />
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
    </Section>
  );
}
