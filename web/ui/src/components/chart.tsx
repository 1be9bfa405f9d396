import { type RefObject, useEffect, useId, useRef, useState } from "react";
import { Table2, ChartColumn } from "lucide-react";
import { Button } from "./button.tsx";
import { linePath, scaleFor, shownLabels } from "./chart-scale.ts";
import "./chart.css";

export interface ChartSeries {
  name: string;
  /** In the order of the labels; undefined where nothing is known. */
  values: readonly (number | undefined)[];
}

interface ChartProps {
  title: string;
  shape: "bars" | "line";
  /** What the labels are, such as 年. */
  across: string;
  labels: readonly string[];
  /** Which of them is the newest: its value stands beside the title. */
  newest?: number;
  series: readonly ChartSeries[];
  /** A value in full, as the table and the newest value show it. */
  full(value: number): string;
  /** The same for the narrow space at the side. */
  short(value: number): string;
  words: { asTable: string; asChart: string; newest(label: string, value: string): string; picture(title: string): string };
}

const HEIGHT = 208;
const TOP = 14;
/** As on a telephone, until the real width is known; the height never changes, so that nothing moves. */
const FIRST = { width: 326, type: 13 };
const LEAST_WIDTH = 200;
/** Width of a digit, and of a Chinese character, in parts of the size of type. */
const DIGIT = 0.6;
const CHARACTER = 1.02;

/** Bars that stand on one another or lines, with all of it as a table: for eyes that want a shape, and for whoever wants the figures. */
export function Chart({ title, shape, across, labels, newest, series, full, short, words }: ChartProps) {
  const [asTable, setAsTable] = useState(false);
  const total = newest === undefined ? 0 : series.reduce((sum, { values }) => sum + (values[newest] ?? 0), 0);
  return (
    <figure className="chart">
      <figcaption className="chart-head">
        <span className="chart-title">{title}</span>
        {newest !== undefined && (series.length === 1 || shape === "bars") ? <span className="chart-newest">{words.newest(labels[newest] ?? "", full(total))}</span> : null}
      </figcaption>
      {asTable ? null : <Drawing shape={shape} labels={labels} series={series} short={short} label={words.picture(title)} />}
      {series.length > 1 && !asTable ? (
        <ul className="chart-legend" aria-hidden="true">
          {series.map(({ name }, index) => (
            <li key={name}>
              <svg width="28" height="14" viewBox="0 0 28 14">
                {shape === "bars" ? <Swatch index={index} /> : <path d="M1 7h26" className={`chart-line chart-line-${index}`} />}
              </svg>
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      <div className={asTable ? "chart-table" : "visually-hidden"}>
        <table>
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{across}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, row) => (
              <tr key={`${label} ${row}`}>
                <th scope="row">{label}</th>
                {series.map(({ name, values }) => (
                  <td key={name}>{values[row] === undefined ? "—" : full(values[row])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button variant="quiet" className="chart-toggle" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
        {asTable ? <ChartColumn size={18} aria-hidden="true" /> : <Table2 size={18} aria-hidden="true" />}
        {asTable ? words.asChart : words.asTable}
      </Button>
    </figure>
  );
}

/** The patterns differ too: many people see no difference between the colours. */
function Swatch({ index }: { index: number }) {
  const id = useId();
  return (
    <>
      <Pattern id={id} index={index} />
      <rect x="1" y="1" width="26" height="12" rx="3" className={`chart-bar-${index}`} fill={index > 0 ? `url(#${id})` : undefined} />
    </>
  );
}

function Pattern({ id, index }: { id: string; index: number }) {
  if (index === 0) return null;
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform={index === 1 ? "rotate(45)" : undefined}>
      <rect width="6" height="6" className={`chart-ground-${index}`} />
      {index === 1 ? <path d="M0 0v6" className="chart-hatch-1" /> : <circle cx="3" cy="3" r="1.4" className="chart-hatch-2" />}
    </pattern>
  );
}

type DrawingProps = Pick<ChartProps, "shape" | "labels" | "series" | "short"> & { label: string };

function Drawing({ shape, labels, series, short, label }: DrawingProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width, type } = useMeasure(box);
  const id = useId();
  const sums = labels.map((_label, index) => series.map(({ values }) => values[index]));
  const highest = Math.max(0, ...sums.map((values) => (shape === "bars" ? values.reduce<number>((sum, value) => sum + (value ?? 0), 0) : Math.max(...values.map((value) => value ?? 0)))));
  const lowest = Math.min(...sums.flatMap((values) => values.map((value) => (shape === "bars" ? Math.min(0, value ?? 0) : (value ?? highest)))), highest);
  const scale = scaleFor(shape === "bars" ? Math.min(0, lowest) : lowest, highest);
  const ticks = scale.ticks.map((value) => ({ value, text: short(value) }));
  const left = Math.ceil(Math.max(...ticks.map(({ text }) => lengthOf(text))) * type) + 8;
  const bottom = Math.ceil(type * 1.6);
  const widest = Math.max(...labels.map(lengthOf), 1) * type;
  // Half of the last word stands to the right of its bar.
  const right = Math.max(4, widest / 2 - (width - left) / Math.max(1, labels.length) / 2);
  const plot = { width: width - left - right, height: HEIGHT - TOP - bottom };
  const step = plot.width / Math.max(1, labels.length);
  const x = (index: number) => left + step * (index + 0.5);
  const y = (value: number) => TOP + plot.height * (1 - (value - scale.from) / (scale.to - scale.from));
  const bar = Math.max(2, Math.min(36, step * 0.64));
  const words = shownLabels(labels.length, Math.max(1, Math.floor(plot.width / (widest + 10)))).map((index) => ({ index, at: Math.min(Math.max(x(index), widest / 2), width - widest / 2) }));
  return (
    <div ref={box} className="chart-drawing">
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} role="img" aria-label={label}>
        {series.map((_each, index) => (
          <Pattern key={index} id={`${id}-${index}`} index={index} />
        ))}
        {ticks.map(({ value, text }) => (
          <g key={value}>
            <path className="chart-grid" d={`M${left} ${y(value)}H${width}`} />
            <text className="chart-word" x={left - 6} y={y(value) + type * 0.35} textAnchor="end">
              {text}
            </text>
          </g>
        ))}
        {shape === "bars"
          ? labels.map((name, index) => {
              let below = 0;
              return (
                <g key={`${name} ${index}`}>
                  {series.map(({ name: part, values }, number) => {
                    const value = values[index] ?? 0;
                    const from = below;
                    below += value;
                    const [top, end] = [y(Math.max(from, below)), y(Math.min(from, below))];
                    if (value === 0) return null;
                    return <rect key={part} className={`chart-bar-${number}`} fill={number > 0 ? `url(#${id}-${number})` : undefined} x={x(index) - bar / 2} y={top} width={bar} height={Math.max(1, end - top)} rx={Math.min(3, bar / 4)} />;
                  })}
                </g>
              );
            })
          : series.map(({ name, values }, number) => (
              <g key={name}>
                <path className={`chart-line chart-line-${number}`} d={linePath(values, x, y)} />
                {values.map((value, index) => (value !== undefined && (labels.length <= 14 || index === labels.length - 1) ? <circle key={index} className={`chart-dot-${number}`} cx={x(index)} cy={y(value)} r="3.5" /> : null))}
              </g>
            ))}
        {words.map(({ index, at }, place) =>
          // The last is moved inwards when it would leave the picture; its neighbour gives way.
          words[place + 1] && (words[place + 1]?.at ?? 0) - at < widest + 4 ? null : (
            <text key={index} className="chart-word" x={at} y={HEIGHT - 4} textAnchor="middle">
              {labels[index]}
            </text>
          ),
        )}
      </svg>
    </div>
  );
}

function lengthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (character > "\u2e7f" ? CHARACTER : DIGIT), 0);
}

function useMeasure(box: RefObject<HTMLDivElement | null>): { width: number; type: number } {
  const [measure, setMeasure] = useState(FIRST);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const look = () => {
      const width = Math.max(LEAST_WIDTH, Math.round(element.clientWidth));
      const type = Number.parseFloat(getComputedStyle(element).fontSize) || FIRST.type;
      setMeasure((before) => (before.width === width && before.type === type ? before : { width, type }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return measure;
}
