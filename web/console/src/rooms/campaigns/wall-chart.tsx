import { useMemo } from "react";
import { showNumber, showSecond } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";
import type { Wall } from "../../api/types.ts";
import { roundScale } from "../sources/minutes.ts";
import { placeSeconds } from "./seconds.ts";
import "../sources/sources-room.css";

const SHOWN = 120;
const HEIGHT = 100;
const TIMES = [SHOWN, SHOWN / 2, 0];

/** Two minutes, second by second, from nothing upwards; where nobody came there is nothing. */
export function WallChart({ wall }: { wall: Wall }) {
  const now = Date.parse(wall.now);
  const seconds = useMemo(() => placeSeconds(wall.rates, now, SHOWN), [wall.rates, now]);
  const most = roundScale(Math.max(1, ...seconds.map(({ accepted, repeated, refused }) => Math.max(accepted + repeated, refused))));
  const total = (of: (each: (typeof seconds)[number]) => number) => showNumber(seconds.reduce((sum, each) => sum + of(each), 0));
  return (
    <>
      <figure className="source-chart wall-chart">
        <figcaption>
          <strong>{w.wall_rate()}</strong>
          <Key className="chart-answered" label={w.wall_accepted()} />
          <Key className="chart-repeated" label={w.wall_repeated()} />
          <Key className="chart-failed" label={w.wall_refused()} hanging />
        </figcaption>
        <div className="source-chart-scale" aria-hidden="true">
          <span>{showNumber(most)}</span>
          <span>0</span>
        </div>
        <svg viewBox={`0 0 ${SHOWN} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={w.wall_chart_summary({ accepted: total((each) => each.accepted), repeated: total((each) => each.repeated), refused: total((each) => each.refused) })}>
          {seconds.map(({ second, at, accepted, repeated, refused }) => {
            const [tall, more, wrong] = [accepted, repeated, refused].map((count) => (count / most) * HEIGHT) as [number, number, number];
            return (
              <g key={second}>
                <rect className="chart-answered" x={at + 0.1} width={0.8} y={HEIGHT - tall} height={tall} />
                {repeated > 0 ? <rect className="chart-repeated" x={at + 0.1} width={0.8} y={HEIGHT - tall - more} height={more} /> : null}
                {/* Refusals hang from the top edge, so that they are told by their place too. */}
                {refused > 0 ? <rect className="chart-failed" x={at + 0.3} width={0.4} y={0} height={Math.max(wrong, 3)} /> : null}
              </g>
            );
          })}
        </svg>
        <div className="source-chart-times" aria-hidden="true">
          {TIMES.map((ago) => (
            <span key={ago}>{showSecond(new Date(now - ago * 1_000))}</span>
          ))}
        </div>
      </figure>
      <details className="source-past">
        <summary>{w.chart_as_table()}</summary>
        <div className="data-table-frame">
          <table className="data-table data-table-narrow" aria-label={w.wall_rate()}>
            <thead>
              <tr>
                <th scope="col">{w.wall_second()}</th>
                <th scope="col" data-look="number">{w.wall_accepted()}</th>
                <th scope="col" data-look="number">{w.wall_repeated()}</th>
                <th scope="col" data-look="number">{w.wall_refused()}</th>
                <th scope="col" data-look="number">{w.wall_p99()}</th>
              </tr>
            </thead>
            <tbody>
              {[...seconds].reverse().map(({ second, accepted, repeated, refused, p99Ms }) => (
                <tr key={second}>
                  <td>{showSecond(new Date(second))}</td>
                  <td data-look="number">{showNumber(accepted)}</td>
                  <td data-look="number">{showNumber(repeated)}</td>
                  <td data-look="number">{showNumber(refused)}</td>
                  <td data-look="number">{p99Ms === undefined ? "—" : w.milliseconds({ count: showNumber(p99Ms) })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function Key({ className, label, hanging = false }: { className: string; label: string; hanging?: boolean }) {
  return (
    <span className="chart-key">
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <rect className={className} y={hanging ? 0 : 3} width="10" height={hanging ? 4 : 7} rx="1" />
      </svg>
      {label}
    </span>
  );
}
