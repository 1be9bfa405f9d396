import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Choices, Tick } from "@citizen-cloud/ui/components/choice.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { Done } from "../../account/done.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { PERSONAL } from "../../account/me.ts";
import { problemText } from "../../account/problem-words.ts";
import { useTask } from "../../account/use-task.ts";
import { dayText } from "../../account/words.ts";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";

const registeredQuery = queryOptions({
  queryKey: [PERSONAL, "registered-children"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/family/registered-children", {}, signal),
  retry: false,
  staleTime: 60_000,
});

export function Screen() {
  return (
    <AccountPage title={m.account_child_add()} intro={m.account_child_intro()}>
      {(me) => (
        <LevelTwo me={me} why={m.account_family_level()}>
          <AddChild />
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function AddChild() {
  const question = useQuery(registeredQuery);
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask();
  const [chosen, setChosen] = useState<string>();
  const [agreed, setAgreed] = useState(false);
  const [done, setDone] = useState<string>();
  if (done !== undefined) {
    return (
      <Done
        title={m.account_child_added({ name: done })}
        actions={
          <Link to="/me/family" className={buttonClass({ large: true })}>
            {m.account_family()}
          </Link>
        }
      >
        <p>{m.account_child_added_text()}</p>
      </Done>
    );
  }
  if (question.isPending) return <SkeletonScreen label={m.loading()} />;
  if (!question.data) {
    return (
      <Notice kind="warning" live>
        <p>{problemText(question.error)}</p>
        <Button variant="quiet" onClick={() => void question.refetch()}>
          {m.try_again()}
        </Button>
      </Notice>
    );
  }
  const children = question.data.items;
  const free = children.filter(({ added }) => !added);
  if (free.length === 0) return <Notice kind="calm">{children.length === 0 ? m.account_child_none() : m.account_child_all_added()}</Notice>;
  const add = () =>
    run(async () => {
      if (chosen === undefined) return;
      await act("post", "/api/v1/me/family/children", { body: { recordNumber: chosen, consent: true } });
      await queries.invalidateQueries({ queryKey: [PERSONAL] });
      setDone(free.find(({ recordNumber }) => recordNumber === chosen)?.name ?? "");
    });
  return (
    <form
      className="account-form account-narrow"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Choices
        legend={m.account_child_choose()}
        name="child"
        value={chosen}
        options={free.map(({ recordNumber, name, birthDate }) => ({ value: recordNumber, label: name, note: m.account_born({ date: dayText(birthDate) }) }))}
        onChoose={setChosen}
      />
      <Tick checked={agreed} onChange={setAgreed}>
        {m.account_child_consent()}
        <span className="choice-note">{m.account_child_consent_note()}</span>
      </Tick>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Button type="submit" large wide disabled={busy || chosen === undefined || !agreed} aria-busy={busy}>
        {m.account_child_do()}
      </Button>
    </form>
  );
}
