import { Ban, CircleCheck, Construction, type LucideIcon, OctagonAlert, TrafficCone, Turtle } from "lucide-react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip, Tile, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import { AsGiven } from "../components/as-given.tsx";
import { langOf } from "../i18n/chinese.ts";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { usePlace } from "../routing/place.tsx";
import { type Content, isList, type RecordKind, rowsOf, textOf } from "./kinds.ts";
import { PLAN, type RoadStroke, strokesOf } from "./road-plan.ts";
import { timeOf, valueText } from "./values.ts";
import "./road-state.css";

/** Worst first, as one reads what to avoid. */
const STATES = ["blocked", "jammed", "slow", "smooth"] as const;
type State = (typeof STATES)[number];

const LOOKS: Record<State, { icon: LucideIcon; tone: Tone }> = {
  blocked: { icon: Ban, tone: "ink" },
  jammed: { icon: OctagonAlert, tone: "cinnabar" },
  slow: { icon: Turtle, tone: "gold" },
  smooth: { icon: CircleCheck, tone: "jade" },
};
const INCIDENT_ICONS: Readonly<Record<string, LucideIcon | undefined>> = { accident: OctagonAlert, works: Construction, closure: Ban };

function stateOf(road: Content): State {
  return STATES.find((state) => state === road.state) ?? "smooth";
}

/** The roads now: a picture, what has happened, and each road in words. */
export function RoadState({ kind, record }: { kind: RecordKind; record: Content }) {
  const { city } = usePlace();
  const lists = kind.fields.filter(isList);
  const roadList = lists.find(({ name }) => name === "roads");
  const incidentList = lists.find(({ name }) => name === "incidents");
  const index = kind.fields.find(({ name }) => name === "index");
  if (!roadList) return null;
  const roads = rowsOf(record, roadList);
  const incidents = incidentList ? rowsOf(record, incidentList) : [];
  const word = (road: Content) => {
    const field = roadList.fields.find(({ name }) => name === "state");
    return field ? (valueText(field, road.state) ?? "") : textOf(road.state);
  };
  const strokes = strokesOf(city);
  const drawn = roads.filter((road) => textOf(road.id) in strokes);
  const counts = STATES.map((state) => ({ state, roads: roads.filter((road) => stateOf(road) === state) })).filter((group) => group.roads.length > 0);
  const speed = roadList.fields.find(({ name }) => name === "speed");
  const incidentKind = incidentList?.fields.find(({ name }) => name === "kind");
  return (
    <>
      <Card padded className="road-card">
        <div className="road-head">
          {index && !isList(index) && record.index !== undefined ? (
            <p className="record-headline">
              <span className="record-headline-name">{say(index.names)}</span>
              <span className="record-headline-value">{valueText(index, record.index)}</span>
            </p>
          ) : null}
          <ul className="road-legend" aria-label={m.record_roads_summary()}>
            {counts.map(({ state, roads: group }) => {
              const { icon: Icon, tone } = LOOKS[state];
              return (
                <li key={state}>
                  <Chip tone={tone}>
                    <Icon size={14} aria-hidden="true" />
                    {word(group[0] ?? {})} {group.length}
                  </Chip>
                </li>
              );
            })}
          </ul>
        </div>
        {drawn.length > 2 ? (
          <>
            <svg className="plan-roads" viewBox={`0 0 ${PLAN.width} ${PLAN.height}`} role="img" aria-label={m.record_roads_picture({ count: drawn.length })}>
              {drawn.map((road) => (
                <path key={textOf(road.id)} className="plan-road-bed" d={strokes[textOf(road.id)]?.path} />
              ))}
              {drawn.map((road) => (
                <path key={textOf(road.id)} className={`plan-road plan-road-${stateOf(road)}`} d={strokes[textOf(road.id)]?.path} />
              ))}
              {drawn.map((road) => (
                <RoadName key={textOf(road.id)} name={textOf(road.name)} state={stateOf(road)} stroke={strokes[textOf(road.id)] as RoadStroke} />
              ))}
            </svg>
            <ul className="road-key" aria-hidden="true">
              {STATES.map((state) => (
                <li key={state}>
                  <svg width="40" height="12" viewBox="0 0 40 12">
                    <path className={`plan-road plan-road-${state}`} d="M3 6H37" />
                  </svg>
                  {codeWord(roadList.fields, state)}
                </li>
              ))}
            </ul>
            <p className="account-small">{m.record_roads_schematic()}</p>
          </>
        ) : null}
      </Card>
      <Section id="incidents" title={m.record_incidents()}>
        {incidents.length === 0 ? (
          <p className="record-empty">{m.record_incidents_none()}</p>
        ) : (
          <Card as="ul" className="dose-list">
            {incidents.map((incident, number) => {
              const Icon = INCIDENT_ICONS[textOf(incident.kind)] ?? TrafficCone;
              return (
                <li key={`${textOf(incident.place)} ${number}`} className="dose">
                  <Tile tone={incident.kind === "works" ? "gold" : "cinnabar"} small>
                    <Icon size={20} />
                  </Tile>
                  <span className="dose-text">
                    <strong>
                      <AsGiven text={textOf(incident.place)} /> · {incidentKind ? valueText(incidentKind, incident.kind) : textOf(incident.kind)}
                    </strong>
                    <span className="dose-when">
                      <AsGiven text={textOf(incident.text)} /> · {timeOf(textOf(incident.at))}
                    </span>
                  </span>
                </li>
              );
            })}
          </Card>
        )}
      </Section>
      <Section id="roads" title={m.record_roads_all()}>
        <Card as="ul" className="road-list">
          {counts.flatMap(({ state, roads: group }) =>
            group.map((road) => {
              const { icon: Icon, tone } = LOOKS[state];
              return (
                <li key={textOf(road.id)}>
                  <span>
                    <AsGiven text={textOf(road.name)} />
                  </span>
                  <span className="road-list-speed">{speed ? valueText(speed, road.speed) : ""}</span>
                  <Chip tone={tone}>
                    <Icon size={14} aria-hidden="true" />
                    {word(road)}
                  </Chip>
                </li>
              );
            }),
          )}
        </Card>
      </Section>
    </>
  );
}

function codeWord(fields: RecordKind["fields"][number][] | readonly { name: string }[], state: State): string {
  const field = (fields as readonly Parameters<typeof valueText>[0][]).find(({ name }) => name === "state");
  return field ? (valueText(field, state) ?? state) : state;
}

const LINE = 14;

/** Chinese names read from top to bottom along upright roads. */
function RoadName({ name, state, stroke: { at, upright } }: { name: string; state: State; stroke: RoadStroke }) {
  const [x, y] = at;
  const look = `plan-road-name${state === "smooth" ? "" : " plan-road-name-marked"}`;
  if (!upright) {
    return (
      <text className={look} x={x} y={y} lang={langOf(name)}>
        {name}
      </text>
    );
  }
  return (
    <text className={look} textAnchor="middle" lang={langOf(name)}>
      {Array.from(name).map((character, index) => (
        <tspan key={index} x={x} y={y + index * LINE}>
          {character}
        </tspan>
      ))}
    </text>
  );
}
