/// <reference lib="dom" />
/** What axe finds against WCAG A and AA up to 2.2 and its own best practice, in one line each. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Looks at a page once it is drawn: one that says it is busy has no heading yet, or only the shape of what is coming. Takes
 * a third of the time that axe takes by default, with the same rules over the same page. It then opens a second page for each
 * report, which only frames of another origin need (we have none), spells out what passed, which nobody reads, and fetches
 * every style sheet again for a rule that is not among these.
 */
export async function axeFindings(page: Page, { except }: { except?: string } = {}): Promise<string[]> {
  await page.waitForFunction(() => document.querySelector("main [aria-busy=true]:not(button), main .table-skeleton") === null);
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"], preload: { assets: ["media"] } }).withTags(TAGS);
  const { violations } = await (except === undefined ? axe : axe.exclude(except)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary?.replace(/\s+/g, " ").slice(0, 160) ?? ""}`));
}
