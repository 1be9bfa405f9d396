/** The last hours or minutes, slot by slot; where nothing was there is nothing. */
import type { ReactNode } from "react";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { showNumber } from "../i18n/dates.ts";
import { w } from "../i18n/room-words.ts";
import { PlainTable } from "./plain-table.tsx";
import { linePath, type Placed, roundScale } from "./time-slots.ts";
import "./time-chart.css";

const HEIGHT = 100;
/** What there is of the worse is seen, however little it is. */
const LEAST_HANGING = 3;

interface Series<Slot> {
  name: string;
  look: "good" | "again" | "bad";
  of(slot: Slot): number;
}

interface TimeChartProps<Slot> {
  title: string;
  /** For whoever does not see it. */
  summary: string;
  slots: readonly Placed<Slot>[];
  /** How many slots there is room for. */
  shown: number;
  /** What the left edge, the middle and the right edge are called. */
  times: readonly string[];
}

/** Stacked from the bottom what went well; from the top edge what did not, so that it is told by its place too. */
export function BarChart<Slot>({ title, summary, slots, shown, times, standing, hanging, tall = false }: TimeChartProps<Slot> & { standing: readonly Series<Slot>[]; hanging: Series<Slot>; tall?: boolean }) {
  const most = roundScale(Math.max(1, ...slots.map((slot) => standing.reduce((sum, { of }) => sum + of(slot), hanging.of(slot)))));
  const keys = [...standing, hanging].map((series) => <Key key={series.name} series={series} hanging={series === hanging} />);
  return (
    <Frame title={title} keys={keys} highest={showNumber(most)} times={times} className={tall ? "time-chart-tall" : undefined}>
      <svg viewBox={`0 0 ${shown} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        {slots.map((slot) => {
          let top = HEIGHT;
          const wrong = hanging.of(slot);
          return (
            <g key={slot.at}>
              {standing.map(({ name, look, of }) => {
                const height = (of(slot) / most) * HEIGHT;
                top -= height;
                return height > 0 ? <rect key={name} className={`chart-${look}`} x={slot.at + 0.1} width={0.8} y={top} height={height} /> : null;
              })}
              {wrong > 0 ? <rect className={`chart-${hanging.look}`} x={slot.at + 0.1} width={0.8} y={0} height={Math.max((wrong / most) * HEIGHT, LEAST_HANGING)} /> : null}
            </g>
          );
        })}
      </svg>
    </Frame>
  );
}

/** One figure of each slot, as a line. */
export function LineChart<Slot>({ title, summary, slots, shown, times, of, show }: TimeChartProps<Slot> & { of(slot: Slot): number | undefined; show(figure: number): string }) {
  const highest = roundScale(Math.max(0, ...slots.map((slot) => of(slot) ?? 0)));
  return (
    <Frame title={title} highest={show(highest)} times={times} className="time-chart-line">
      <svg viewBox={`0 0 ${shown} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        <path className="chart-line" d={linePath(slots, of, highest, HEIGHT)} vectorEffect="non-scaling-stroke" />
      </svg>
    </Frame>
  );
}

function Frame({ title, keys, highest, times, className, children }: { title: string; keys?: ReactNode; highest: string; times: readonly string[]; className?: string | undefined; children: ReactNode }) {
  return (
    <figure className={classNames("time-chart", className)}>
      <figcaption>
        <strong>{title}</strong>
        {keys}
      </figcaption>
      <div className="time-chart-scale" aria-hidden="true">
        <span>{highest}</span>
        <span>0</span>
      </div>
      {children}
      <div className="time-chart-times" aria-hidden="true">
        {times.map((time) => (
          <span key={time}>{time}</span>
        ))}
      </div>
    </figure>
  );
}

function Key<Slot>({ series: { name, look }, hanging }: { series: Series<Slot>; hanging: boolean }) {
  return (
    <span className="chart-key">
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <rect className={`chart-${look}`} y={hanging ? 0 : 3} width="10" height={hanging ? 4 : 7} rx="1" />
      </svg>
      {name}
    </span>
  );
}

/** The same figures to read, the latest first. */
export function ChartTable({ label, columns, rows }: { label: string; columns: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <details className="folded">
      <summary>{w.chart_as_table()}</summary>
      <PlainTable label={label} columns={columns} rows={rows} numbersFrom={1} />
    </details>
  );
}
