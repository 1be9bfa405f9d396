import { useMemo } from "react";
import type { Wall } from "../../api/types.ts";
import { BarChart, ChartTable } from "../../components/time-chart.tsx";
import { placeInTime } from "../../components/time-slots.ts";
import { showNumber, showSecond } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";

const SHOWN = 120;
const SECOND_MS = 1_000;
const TIMES = [SHOWN, SHOWN / 2, 0];

type Second = Wall["rates"][number];

const SERIES = {
  accepted: { look: "good", of: (each: Second) => each.accepted },
  repeated: { look: "again", of: (each: Second) => each.repeated },
  refused: { look: "bad", of: (each: Second) => each.refused },
} as const;

/** Two minutes, second by second. */
export function WallChart({ wall }: { wall: Wall }) {
  const now = Date.parse(wall.now);
  const slots = useMemo(() => placeInTime(wall.rates, ({ second }) => second, { now, slotMs: SECOND_MS, shown: SHOWN }), [wall.rates, now]);
  const total = (of: (each: Second) => number) => showNumber(slots.reduce((sum, each) => sum + of(each), 0));
  return (
    <>
      <BarChart
        title={w.wall_rate()}
        summary={w.wall_chart_summary({ accepted: total(SERIES.accepted.of), repeated: total(SERIES.repeated.of), refused: total(SERIES.refused.of) })}
        slots={slots}
        shown={SHOWN}
        times={TIMES.map((ago) => showSecond(new Date(now - ago * SECOND_MS)))}
        standing={[{ name: w.wall_accepted(), ...SERIES.accepted }, { name: w.wall_repeated(), ...SERIES.repeated }]}
        hanging={{ name: w.wall_refused(), ...SERIES.refused }}
        tall
      />
      <ChartTable
        label={w.wall_rate()}
        columns={[w.wall_second(), w.wall_accepted(), w.wall_repeated(), w.wall_refused(), w.wall_p99()]}
        rows={[...slots].reverse().map(({ second, accepted, repeated, refused, p99Ms }) => [showSecond(new Date(second)), showNumber(accepted), showNumber(repeated), showNumber(refused), p99Ms === undefined ? "—" : w.milliseconds({ count: showNumber(p99Ms) })])}
      />
    </>
  );
}
