import { Baby, FileSignature, HeartHandshake, UserRound } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { ActingChoice } from "../../account/acting-choice.tsx";
import { RowAskedTwice } from "../../account/asked-twice.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { PERSONAL } from "../../account/me.ts";
import { RowLink, Rows } from "../../account/rows.tsx";
import { dayText } from "../../account/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { actFor, readActing } from "../../device/acting.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { type FamilyMember, familyQuery, type Mandate, mandatesQuery, stateChip } from "./family.tsx";

export function Screen() {
  return (
    <AccountPage title={m.account_family()} intro={m.account_family_intro()}>
      {(me) => (
        <LevelTwo me={me} why={m.account_family_level()}>
          <div className="account-stack">
            <Section id="acting" title={m.account_acting_choose()} note={m.account_acting_note()}>
              <ActingChoice kinds={["child", "mandate"]} />
            </Section>
            <Children />
            <Mandates />
          </div>
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function Children() {
  const question = useQuery(familyQuery);
  return (
    <Section id="children" title={m.account_children()} note={m.account_children_note()}>
      <Loaded question={question}>
        {({ items }) => (
          <div className="account-form">
            {items.length > 0 ? (
              <Rows>
                {items.map((member) => (
                  <Member key={`${member.role} ${member.person}`} member={member} />
                ))}
              </Rows>
            ) : null}
            <div>
              <Link to="/me/family/add-child" className={buttonClass({ variant: "secondary", large: true })}>
                <Baby size={20} aria-hidden="true" />
                {m.account_child_add()}
              </Link>
            </div>
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function Member({ member }: { member: FamilyMember }) {
  const { person, role, name = m.account_somebody(), birthDate, since } = member;
  const act = useAct();
  const queries = useQueryClient();
  return (
    <RowAskedTwice
      icon={role === "child" ? Baby : UserRound}
      tone="rose"
      title={name}
      note={role === "child" ? [birthDate && m.account_born({ date: dayText(birthDate) }), m.account_since({ date: dayText(since) })].filter(Boolean).join(" · ") : m.account_parent_note()}
      asked={
        role === "child"
          ? {
              label: m.account_remove_name({ name }),
              button: m.account_remove(),
              question: m.account_child_remove_sure(),
              yes: m.account_remove(),
              onYes: async () => {
                await act("delete", "/api/v1/me/family/children/{id}", { path: { id: person } });
                if (readActing()?.id === `child:${person}`) actFor(undefined);
                await queries.invalidateQueries({ queryKey: [PERSONAL] });
              },
            }
          : undefined
      }
    />
  );
}

function Mandates() {
  const question = useQuery(mandatesQuery);
  return (
    <Loaded question={question}>
      {({ items }) => {
        const open = items.filter(({ state }) => state === "offered" || state === "active");
        const past = items.filter(({ state }) => state !== "offered" && state !== "active");
        const held = open.filter(({ role }) => role === "holder");
        const given = open.filter(({ role }) => role === "grantor");
        return (
          <>
            <Section id="given" title={m.account_mandates_given()} note={m.account_mandates_given_note()}>
              <div className="account-form">
                {given.length > 0 ? <MandateRows mandates={given} /> : null}
                <div>
                  <Link to="/me/family/new-mandate" className={buttonClass({ variant: "secondary", large: true })}>
                    <HeartHandshake size={20} aria-hidden="true" />
                    {m.account_mandate_new()}
                  </Link>
                </div>
              </div>
            </Section>
            {held.length > 0 ? (
              <Section id="held" title={m.account_mandates_held()}>
                <MandateRows mandates={held} />
              </Section>
            ) : null}
            {past.length > 0 ? (
              <Section id="past" title={m.account_mandates_past()}>
                <MandateRows mandates={past} />
              </Section>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

function MandateRows({ mandates }: { mandates: readonly Mandate[] }) {
  return (
    <Rows>
      {mandates.map(({ id, name, phone, purpose, state, role, expiresAt }) => (
        <RowLink
          key={id}
          to={`/me/family/mandates/${id}`}
          icon={FileSignature}
          tone={state === "active" ? "sky" : state === "offered" ? "gold" : "ink"}
          title={name ?? phone ?? m.account_somebody()}
          note={[purpose, m.account_until({ date: dayText(expiresAt) })].filter(Boolean).join(" · ")}
          state={stateChip(state, role)}
        />
      ))}
    </Rows>
  );
}
