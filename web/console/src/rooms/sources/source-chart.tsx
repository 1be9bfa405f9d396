import { useMemo } from "react";
import type { SourceDetail } from "../../api/types.ts";
import { BarChart, ChartTable, LineChart } from "../../components/time-chart.tsx";
import { placeInTime } from "../../components/time-slots.ts";
import { showNumber, showTime } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";
import { showMilliseconds } from "./source-words.tsx";

const SHOWN = 180;
const MINUTE_MS = 60_000;
const TIMES = [SHOWN, SHOWN / 2, 0];

type Minute = SourceDetail["minutes"][number];

/** Three hours, minute by minute: how often the source answered and failed, and how long it took. */
export function SourceChart({ minutes, now }: { minutes: readonly Minute[]; now: number }) {
  const slots = useMemo(() => placeInTime(minutes, ({ minute }) => minute, { now, slotMs: MINUTE_MS, shown: SHOWN }), [minutes, now]);
  const total = (of: (each: Minute) => number) => showNumber(slots.reduce((sum, each) => sum + of(each), 0));
  const [answered, failed] = [(each: Minute) => each.answered, (each: Minute) => each.failed];
  const axis = { slots, shown: SHOWN, times: TIMES.map((ago) => showTime(new Date(now - ago * MINUTE_MS))) };
  if (slots.length === 0) return <p className="meta">{w.chart_empty()}</p>;
  return (
    <>
      <BarChart
        {...axis}
        title={w.chart_questions()}
        summary={w.chart_summary({ answered: total(answered), failed: total(failed) })}
        standing={[{ name: w.chart_answered(), look: "good", of: answered }]}
        hanging={{ name: w.chart_failed(), look: "bad", of: failed }}
      />
      <LineChart {...axis} title={w.chart_p95()} summary={w.chart_p95_summary({ slowest: showMilliseconds(Math.max(0, ...slots.map(({ p95Ms }) => p95Ms ?? 0))) })} of={({ p95Ms }) => p95Ms} show={showMilliseconds} />
      <ChartTable label={w.source_hours()} columns={[w.column_minute(), w.chart_answered(), w.chart_failed(), w.chart_p95()]} rows={[...slots].reverse().map(({ minute, p95Ms, ...each }) => [showTime(new Date(minute)), showNumber(each.answered), showNumber(each.failed), showMilliseconds(p95Ms)])} />
    </>
  );
}
