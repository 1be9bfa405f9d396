import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import type { Campaign } from "../../campaigns/campaigns.ts";
import { countText, whenText, yuanText } from "../../campaigns/words.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import "../../campaigns/campaigns.css";
import "./facts.css";

/** What is handed out to how many, when, to whom and by whom. */
export function Facts({ campaign }: { campaign: Campaign }) {
  const { opensAt, closesAt, tiers, groups, channels, conditions, records, manner, draw, confirmBy, unclaimed, budgetFen, department } = campaign;
  const now = useNow().getTime();
  const facts: Fact[] = [
    [m.campaign_window(), m.campaign_from_to({ from: whenText(opensAt, now), to: whenText(closesAt, now) })],
    [m.campaign_draw_when(), draw ? whenText(draw.at, now) : undefined],
    [m.campaign_confirm_by(), confirmBy ? m.campaign_confirm_by_text({ when: whenText(confirmBy, now), unclaimed: unclaimed === "next" ? m.campaign_unclaimed_next() : m.campaign_unclaimed_budget() }) : undefined],
    [m.campaign_who(), conditions.length > 0 ? <List key="who" items={conditions.map(say)} /> : undefined],
    [m.campaign_records(), records.length > 0 ? m.campaign_records_text({ records: records.map(({ names }) => say(names)).join(m.list_separator()) }) : undefined],
    [m.campaign_channels(), channels.length > 0 ? m.campaign_channels_text({ channels: channels.map(({ names, capacity }) => (capacity === undefined ? say(names) : m.campaign_with_places({ name: say(names), count: countText(capacity) }))).join(m.list_separator()) }) : undefined],
    [m.campaign_budget(), budgetFen === undefined ? undefined : yuanText(budgetFen)],
    [m.campaign_by(), say(department.names)],
  ];
  return (
    <Section id="facts" title={m.campaign_facts()}>
      <Card padded className="campaign-facts">
        <table className="campaign-table">
          <caption>{m.campaign_tiers()}</caption>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{m.campaign_tier()}</th>
              <th scope="col">{m.campaign_how_many()}</th>
            </tr>
          </thead>
          <tbody>
            {tiers.map(({ id, names, count, amountFen }) => (
              <tr key={id}>
                <th scope="row">
                  {say(names)}
                  {amountFen === undefined || say(names).includes(String(amountFen / 100)) ? null : <span className="campaign-aside">{yuanText(amountFen)}</span>}
                </th>
                <td>{m.campaign_count({ count: countText(count) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {groups.length > 1 ? (
          <table className="campaign-table">
            <caption>{m.campaign_groups()}</caption>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">{m.campaign_group()}</th>
                <th scope="col">{manner === "draw" ? m.campaign_lots() : m.campaign_how_many()}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map(({ id, names, capacity, weight }) => (
                <tr key={id}>
                  <th scope="row">{say(names)}</th>
                  <td>{manner === "draw" ? m.campaign_lots_each({ count: weight }) : capacity === undefined ? "" : m.campaign_count({ count: countText(capacity) })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        <FactList facts={facts} />
      </Card>
    </Section>
  );
}

function List({ items }: { items: readonly string[] }) {
  return (
    <ul className="campaign-conditions">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
