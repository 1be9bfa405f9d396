import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Chart } from "@citizen-cloud/ui/components/chart.tsx";
import { Measures } from "@citizen-cloud/ui/components/measures.tsx";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { chartData, isOverTime, newestOf } from "./charts.ts";
import type { Content, PlainField, RecordKind } from "./kinds.ts";
import { shortNumber, todayInChina, valueText } from "./values.ts";

/** What a record shows better than it says. */
export function RecordCharts({ kind, record }: { kind: RecordKind; record: Content }) {
  const drawn = kind.charts.flatMap((chart) => {
    const data = chartData(kind, chart, record);
    return data && data.rows.length > 1 ? [{ chart, data }] : [];
  });
  if (drawn.length === 0) return null;
  return (
    <div className="record-charts">
      {drawn.map(({ chart, data }) => {
        const title = say(chart.names);
        const [first] = data.y as [PlainField, ...PlainField[]];
        const full = (value: number) => valueText(first, value) ?? "";
        return (
          <Card key={chart.names.zh} padded>
            {isOverTime(data) ? (
              <Chart
                title={title}
                shape={chart.shape}
                across={say(data.x.names)}
                labels={data.labels}
                newest={newestOf(data, todayInChina())}
                series={data.y.map(({ name, names }) => ({ name: say(names), values: data.rows.map((row) => (typeof row[name] === "number" ? row[name] : undefined)) }))}
                full={full}
                short={(value) => shortNumber(first.type === "money" ? value / 100 : value)}
                words={{
                  asTable: m.record_chart_as_table(),
                  asChart: m.record_chart_as_chart(),
                  newest: (label, value) => m.record_chart_newest({ label, value }),
                  picture: (name) => m.record_chart_picture({ name }),
                }}
              />
            ) : (
              <Measures title={title} items={data.rows.map((row, index) => ({ name: data.labels[index] ?? "", value: Number(row[first.name] ?? 0), text: full(Number(row[first.name] ?? 0)) }))} />
            )}
          </Card>
        );
      })}
    </div>
  );
}
