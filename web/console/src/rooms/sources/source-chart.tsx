import { useMemo } from "react";
import { showNumber, showTime } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";
import { linePath, type Minute, placeMinutes, roundScale } from "./minutes.ts";
import { showMilliseconds } from "./source-words.tsx";
import "./sources-room.css";

const SHOWN = 180;
const HEIGHT = 100;
/** Beginning, middle and end. */
const TIMES = [SHOWN, SHOWN / 2, 0];

/** Three hours, minute by minute: how often the source answered and failed, and how long it took. */
export function SourceChart({ minutes, now }: { minutes: readonly Minute[]; now: number }) {
  const slots = useMemo(() => placeMinutes(minutes, now, SHOWN), [minutes, now]);
  const most = roundScale(Math.max(0, ...slots.map(({ answered, failed }) => answered + failed)));
  const slowest = roundScale(Math.max(0, ...slots.map(({ p95Ms }) => p95Ms ?? 0)));
  const answered = slots.reduce((sum, each) => sum + each.answered, 0);
  const failed = slots.reduce((sum, each) => sum + each.failed, 0);
  const times = (
    <div className="source-chart-times" aria-hidden="true">
      {TIMES.map((ago) => (
        <span key={ago}>{showTime(new Date(now - ago * 60_000))}</span>
      ))}
    </div>
  );
  if (slots.length === 0) return <p className="meta">{w.chart_empty()}</p>;
  return (
    <>
      <figure className="source-chart">
        <figcaption>
          <strong>{w.chart_questions()}</strong>
          <Key className="chart-answered" label={w.chart_answered()} />
          <Key className="chart-failed" label={w.chart_failed()} striped />
        </figcaption>
        <div className="source-chart-scale" aria-hidden="true">
          <span>{showNumber(most)}</span>
          <span>0</span>
        </div>
        <svg viewBox={`0 0 ${SHOWN} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={w.chart_summary({ answered: showNumber(answered), failed: showNumber(failed) })}>
          {slots.map((slot) => {
            const tall = (slot.answered / most) * HEIGHT;
            const wrong = (slot.failed / most) * HEIGHT;
            return (
              <g key={slot.at}>
                <rect className="chart-answered" x={slot.at + 0.1} width={0.8} y={HEIGHT - tall} height={tall} />
                {/* Failures hang from the top edge, so that they are told by their place too. */}
                {slot.failed > 0 ? <rect className="chart-failed" x={slot.at + 0.1} width={0.8} y={0} height={Math.max(wrong, 3)} /> : null}
              </g>
            );
          })}
        </svg>
        {times}
      </figure>
      <figure className="source-chart source-chart-line">
        <figcaption>
          <strong>{w.chart_p95()}</strong>
        </figcaption>
        <div className="source-chart-scale" aria-hidden="true">
          <span>{showMilliseconds(slowest)}</span>
          <span>0</span>
        </div>
        <svg viewBox={`0 0 ${SHOWN} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={w.chart_p95_summary({ slowest: showMilliseconds(Math.max(0, ...slots.map(({ p95Ms }) => p95Ms ?? 0))) })}>
          <path className="chart-p95" d={linePath(slots, slowest, HEIGHT)} vectorEffect="non-scaling-stroke" />
        </svg>
        {times}
      </figure>
      <details className="source-past">
        <summary>{w.chart_as_table()}</summary>
        <div className="data-table-frame">
          <table className="data-table data-table-narrow" aria-label={w.source_hours()}>
            <thead>
              <tr>
                <th scope="col">{w.column_minute()}</th>
                <th scope="col" data-look="number">{w.chart_answered()}</th>
                <th scope="col" data-look="number">{w.chart_failed()}</th>
                <th scope="col" data-look="number">{w.chart_p95()}</th>
              </tr>
            </thead>
            <tbody>
              {[...slots].reverse().map((slot) => (
                <tr key={slot.at}>
                  <td>{showTime(new Date(slot.minute))}</td>
                  <td data-look="number">{showNumber(slot.answered)}</td>
                  <td data-look="number">{showNumber(slot.failed)}</td>
                  <td data-look="number">{showMilliseconds(slot.p95Ms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function Key({ className, label, striped = false }: { className: string; label: string; striped?: boolean }) {
  return (
    <span className="chart-key">
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <rect className={className} y={striped ? 0 : 3} width="10" height={striped ? 4 : 7} rx="1" />
      </svg>
      {label}
    </span>
  );
}
