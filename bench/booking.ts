/**
 * A crowd at a campaign, and ordinary appointments: what is acknowledged is stored on the disk. The crowd, the servers and
 * the database share the two cores, so each line stands beside what it is compared with, taken in turn in the same run.
 * `npm run bench:booking -- rates standby campaigns growth overload millions appointments`: all of them, or those named.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { measureAppointments } from "./booking/appointments.ts";
import { measureCampaigns } from "./booking/campaigns.ts";
import { measureMillions } from "./booking/millions.ts";
import { measureOverload } from "./booking/overload.ts";
import { measureRates } from "./booking/rates.ts";
import { measureStandby } from "./booking/standby.ts";
import { type Figure, report, say } from "./support/figures.ts";

const PARTS: Record<string, () => Promise<Figure[]>> = {
  rates: measureRates,
  standby: measureStandby,
  campaigns: measureCampaigns,
  overload: measureOverload,
  millions: measureMillions,
  appointments: measureAppointments,
};
const COOL_MS = 2_000;

const named = process.argv.slice(2).filter((each) => !each.startsWith("--"));
for (const name of named) if (!PARTS[name]) throw new Error(`There is no part "${name}": ${Object.keys(PARTS).join(", ")}`);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(PARTS)) {
  if (named.length > 0 && !named.includes(name)) continue;
  say(`\n${name}`);
  figures.push(...(await measure()));
  await sleep(COOL_MS);
}
report(figures);
