import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import type { Coordinates, Division, Office } from "../../api/catalogue.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { planOf, scaleBar } from "./projection.ts";

const FIELD = { width: 560, height: 420, margin: 44 };
const PIN = 10;
const RINGS_KM = [1, 3, 5, 10];
const GRID = 40;
/** A district's name stands above its centre, where its own hall usually has a pin. */
const DISTRICT_LIFT = 18;

interface CityPlanProps {
  offices: readonly Office[];
  divisions: readonly Division[];
  here?: Coordinates;
  chosen?: string;
  onChoose(id: string): void;
}

/**
 * Where the offices lie, schematically: places and distances only. No boundaries are drawn, because a map of China's needs
 * an approval that this project does not have. The list beside it says the same in words, so the plan is one picture to a
 * screen reader.
 */
export function CityPlan({ offices, divisions, here, chosen, onChoose }: CityPlanProps) {
  if (offices.length === 0) return null;
  const plan = planOf([...offices.map((office) => office.location), ...(here ? [here] : [])], FIELD.width, FIELD.height, FIELD.margin);
  const bar = scaleBar(plan, 110);
  const me = here && plan.place(here);
  // Drawn last to first, so that where pins lie on one another the first of the list is on top.
  const numbered = offices.map((office, index) => ({ office, number: index + 1 })).reverse();
  return (
    <svg className="plan" viewBox={`0 0 ${FIELD.width} ${FIELD.height}`} role="img" aria-label={m.plan_label({ count: offices.length })}>
      <rect className="plan-ground" width={FIELD.width} height={FIELD.height} />
      <path className="plan-grid" d={gridLines()} />
      {me ? RINGS_KM.map((kilometres) => <circle key={kilometres} className="plan-ring" cx={me.x} cy={me.y} r={kilometres * plan.pixelsPerKilometre} />) : null}
      {numbered.map(({ office, number }) => {
        const at = plan.place(office.location);
        const lit = office.id === chosen;
        return (
          <g key={office.id} onClick={() => onChoose(office.id)}>
            <circle className={classNames("plan-pin", lit && "plan-pin-lit")} cx={at.x} cy={at.y} r={PIN} />
            <text className={classNames("plan-pin-number", lit && "plan-pin-number-lit")} x={at.x} y={at.y + 3.5}>
              {number}
            </text>
          </g>
        );
      })}
      {divisions.map((division) => {
        const at = division.centre && plan.place(division.centre);
        if (!at || !inField(at)) return null;
        return (
          <text key={division.code} className="plan-district" x={at.x} y={at.y - DISTRICT_LIFT}>
            {say(division.names)}
          </text>
        );
      })}
      {me ? <circle className="plan-me" cx={me.x} cy={me.y} r="8" /> : null}
      <path className="plan-scale" d={`M16 ${FIELD.height - 16}h${bar.pixels}`} />
      <text className="plan-note" x="16" y={FIELD.height - 24}>
        {bar.kilometres} km
      </text>
      <text className="plan-note" x={FIELD.width - 28} y="24">
        {m.plan_north()}
      </text>
    </svg>
  );
}

function inField({ x, y }: { x: number; y: number }): boolean {
  return x > 24 && x < FIELD.width - 24 && y > 16 && y < FIELD.height - 16;
}

function gridLines(): string {
  const across = Array.from({ length: Math.floor(FIELD.height / GRID) }, (_, index) => `M0 ${(index + 1) * GRID}H${FIELD.width}`);
  const down = Array.from({ length: Math.floor(FIELD.width / GRID) }, (_, index) => `M${(index + 1) * GRID} 0V${FIELD.height}`);
  return [...across, ...down].join("");
}
