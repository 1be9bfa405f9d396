import { Building2, Cpu, type LucideIcon, Store, Timer, User } from "lucide-react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import type { Actor, ServiceGuide } from "../../api/catalogue.ts";
import { say } from "../../i18n/locale.ts";
import { actorName, durationText, promisedText } from "../../i18n/service-words.ts";
import { m } from "../../paraglide/messages.js";

const LANES: readonly { actor: Actor; icon: LucideIcon; tone: Tone }[] = [
  { actor: "applicant", icon: User, tone: "jade" },
  { actor: "window", icon: Store, tone: "gold" },
  { actor: "department", icon: Building2, tone: "sky" },
  { actor: "system", icon: Cpu, tone: "rose" },
];

const LANE_WIDTH = 22;
const DOT = 28;

/**
 * The process as a picture of who acts: a lane for each, a line that changes lanes when the matter changes hands. To a
 * screen reader it is an ordered list that names the actor of every step.
 */
export function Process({ guide: { steps, limits } }: { guide: ServiceGuide }) {
  const lanes = LANES.filter(({ actor }) => steps.some((step) => step.actor === actor));
  const width = (lanes.length - 1) * LANE_WIDTH + DOT;
  const centreOf = (actor: Actor) => lanes.findIndex((lane) => lane.actor === actor) * LANE_WIDTH + DOT / 2;
  return (
    <Section id="process" title={m.part_process()}>
      <Card padded>
        <ul className="lane-legend" aria-hidden="true">
          {lanes.map((lane) => (
            <li key={lane.actor}>
              <LaneDot lane={lane} />
              {actorName(lane.actor)}
            </li>
          ))}
        </ul>
        <ol>
          {steps.map((step, index) => {
            const lane = lanes.find(({ actor }) => actor === step.actor);
            const previous = steps[index - 1];
            return (
              <li key={step.name.zh + step.stage} className="lane-step">
                <Gutter
                  width={width}
                  centre={centreOf(step.actor)}
                  from={previous ? centreOf(previous.actor) : undefined}
                  last={index === steps.length - 1}
                  lane={lane}
                />
                <div className="lane-step-text">
                  <p className="lane-step-name">
                    {index + 1}. {say(step.name)}
                  </p>
                  <p className="lane-step-detail">{say(step.detail)}</p>
                  <p className="lane-step-meta">
                    <Chip tone={lane?.tone}>{actorName(step.actor)}</Chip>
                    {step.limit ? <Chip>{durationText(step.limit)}</Chip> : null}
                  </p>
                </div>
              </li>
            );
          })}
        </ol>
        <p className="lane-total">
          <Timer size={22} aria-hidden="true" />
          {m.process_total({ duration: promisedText(limits.promised) })}
        </p>
      </Card>
    </Section>
  );
}

type Lane = (typeof LANES)[number];

function LaneDot({ lane: { icon: Icon, tone } }: { lane: Lane }) {
  return (
    <span className={`lane-dot tone-${tone}`}>
      <Icon size={16} aria-hidden="true" />
    </span>
  );
}

interface GutterProps {
  width: number;
  centre: number;
  /** Where the line comes from; the first step has none. */
  from: number | undefined;
  last: boolean;
  lane: Lane | undefined;
}

function Gutter({ width, centre, from, last, lane }: GutterProps) {
  const Icon = lane?.icon ?? User;
  const middle = DOT / 2;
  return (
    <span className="lane-gutter" aria-hidden="true">
      <svg className="lane-space" width={width} height={DOT} visibility="hidden" />
      {last ? null : (
        <svg className="lane-rest" width={width} viewBox={`0 0 ${width} 1`} preserveAspectRatio="none">
          <line className="lane-line" x1={centre} x2={centre} y1="0" y2="1" vectorEffect="non-scaling-stroke" />
        </svg>
      )}
      <svg width={width} height={DOT} viewBox={`0 0 ${width} ${DOT}`}>
        {from === undefined ? null : <path className="lane-line" d={`M${from} 0C${from} ${middle} ${centre} 0 ${centre} ${middle}`} />}
        <circle className={`lane-ground lane-${lane?.tone ?? "ink"}`} cx={centre} cy={middle} r={middle} />
        <Icon className={`lane-icon lane-${lane?.tone ?? "ink"}`} x={centre - 8} y={middle - 8} size={16} />
      </svg>
    </span>
  );
}
