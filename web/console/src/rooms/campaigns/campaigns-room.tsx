import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { campaignsQuery } from "../../api/campaign-queries.ts";
import type { CampaignRow } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { showMoment, showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { CAMPAIGN_STATES, CampaignStateChip, stateOf } from "./campaign-words.tsx";

/** What more people want than there is: each with its wall. */
export function CampaignsRoom() {
  const campaigns = useQuery(campaignsQuery(useCity()));
  const [sort, setSort] = useState<Sort>({ by: "state", descending: false });
  const columns = useMemo(() => campaignColumns(), []);
  return (
    <Room title={m.room_campaigns()} lead={w.campaigns_lead()}>
      {campaigns.isPending ? <TableSkeleton /> : null}
      {campaigns.error ? <ProblemNote error={campaigns.error} retry={() => void campaigns.refetch()} /> : null}
      {campaigns.data?.total === 0 ? <EmptyNote title={w.campaigns_none()} /> : null}
      {campaigns.data && campaigns.data.total > 0 ? <DataTable label={m.room_campaigns()} columns={columns} rows={campaigns.data.items} rowKey={({ id }) => id} sort={sort} onSort={setSort} /> : null}
    </Room>
  );
}

function campaignColumns(): Column<CampaignRow>[] {
  return [
    {
      id: "name", header: w.column_name(), look: "wide", sortValue: ({ names }) => say(names),
      cell: ({ id, names, department, manner }) => (
        <>
          <RowLink href={`/campaigns/${id}`}>{say(names)}</RowLink>
          <span className="row-sub">
            {say(department.names)} · {manner === "draw" ? w.campaign_by_draw() : w.campaign_by_turn()}
          </span>
        </>
      ),
    },
    { id: "state", header: m.filter_state(), sortValue: (row) => `${CAMPAIGN_STATES.indexOf(stateOf(row))} ${row.opensAt}`, cell: (row) => <CampaignStateChip state={stateOf(row)} /> },
    { id: "opens", header: w.campaign_opens(), look: "id", sortValue: ({ opensAt }) => opensAt, cell: ({ opensAt }) => showMoment(opensAt) },
    { id: "closes", header: w.campaign_closes(), look: "id", sortValue: ({ closesAt }) => closesAt, cell: ({ closesAt }) => showMoment(closesAt) },
    { id: "entries", header: w.campaign_entries(), look: "number", descendingFirst: true, sortValue: ({ entries }) => entries, cell: ({ entries }) => showNumber(entries) },
    { id: "places", header: w.campaign_places(), look: "number", descendingFirst: true, sortValue: ({ places }) => places, cell: ({ places }) => showNumber(places) },
  ];
}
