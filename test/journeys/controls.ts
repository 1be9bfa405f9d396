/// <reference lib="dom" />
/** What a person finds who sees nothing and uses no mouse, read from the browser's own accessibility tree. */
import assert from "node:assert/strict";
import type { CDPSession, Locator, Page } from "playwright-core";
import { eventually } from "./patience.ts";

const CONTROL_ROLES: ReadonlySet<string> = new Set([
  "button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "slider", "spinbutton", "tab", "menuitem", "DisclosureTriangle", "Date", "InputTime",
]);

/** Far more than any screen has: a page that never lets go of the focus ends here. */
const MOST_STEPS = 1_500;
const STEPS_AT_ONCE = 20;
const TAB = { type: "rawKeyDown", key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 } as const;

/** A page that is told something new while one walks draws some controls anew: then the walk begins again. */
const MOST_WALKS = 5;

interface Control {
  role: string;
  name: string;
  backendNodeId: number;
}

interface Look {
  reached: boolean;
  /** Whether it is still on the page. */
  stands: boolean;
  markup: string;
}

/** The controls that have no name, and those that Tab never comes to, in one line each. */
export async function faultyControls(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    for (let walk = 1; ; walk += 1) {
      const controls = await listControls(session);
      assert.ok(controls.length > 0, `${page.url()} has no controls at all`);
      await walkByTab(page, session);
      const looks = await Promise.all(controls.map(async (control) => ({ control, ...(await lookAt(session, control)) })));
      if (walk < MOST_WALKS && looks.some(({ stands }) => !stands)) continue;
      const faults: string[] = [];
      for (const { control, reached, markup } of looks) {
        if (control.name.trim() === "") faults.push(`no name: ${control.role} ${markup}`);
        if (!reached) faults.push(`not reached by Tab: ${control.role} "${control.name}" ${markup}`);
      }
      return faults;
    }
  } finally {
    await session.detach();
  }
}

async function listControls(session: CDPSession): Promise<Control[]> {
  await session.send("DOM.enable");
  await session.send("Accessibility.enable");
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return nodes.flatMap(({ ignored, role, name, backendDOMNodeId }) => {
    const spoken = String(role?.value ?? "");
    if (ignored || backendDOMNodeId === undefined || !CONTROL_ROLES.has(spoken)) return [];
    return [{ role: spoken, name: String(name?.value ?? ""), backendNodeId: backendDOMNodeId }];
  });
}

/** Steps with Tab from the top until it begins again, and leaves a mark on all it came to. */
async function walkByTab(page: Page, session: CDPSession): Promise<void> {
  await page.evaluate(() => {
    const root = document.documentElement;
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    root.removeAttribute("data-walked");
    for (const element of document.querySelectorAll("[data-reached]")) element.removeAttribute("data-reached");
    if (root.hasAttribute("data-watched")) return;
    root.setAttribute("data-watched", "");
    document.addEventListener("focusin", ({ target }) => {
      const element = target as Element;
      if (element.hasAttribute("data-reached")) root.setAttribute("data-walked", "");
      element.setAttribute("data-reached", "");
    });
  });
  for (let step = 0; step < MOST_STEPS; step += STEPS_AT_ONCE) {
    // Sent without waiting for each: long forms have hundreds of controls, and the browser takes keys in turn anyway.
    await Promise.all(Array.from({ length: STEPS_AT_ONCE }, () => session.send("Input.dispatchKeyEvent", TAB)));
    if (await page.evaluate(() => document.documentElement.hasAttribute("data-walked"))) return;
  }
  assert.fail(`Tab does not come to an end on ${page.url()}`);
}

async function lookAt(session: CDPSession, { backendNodeId }: Control): Promise<Look> {
  const found = await session.send("DOM.resolveNode", { backendNodeId }).catch(() => undefined);
  if (!found) return { reached: false, stands: false, markup: "gone from the page" };
  const { result } = await session.send("Runtime.callFunctionOn", { objectId: found.object.objectId, functionDeclaration: describeControl.toString(), returnByValue: true });
  return result.value as Look;
}

/** Runs in the page, with the control as `this`. */
function describeControl(this: Element): Look {
  const wasReached = (element: Element | null) => element?.hasAttribute("data-reached") ?? false;
  const neighbours = (): Element[] => {
    // Tab comes to one of a group; the arrow keys go on from there.
    if (this.matches("input[type=radio]")) return [...document.querySelectorAll(`input[type=radio][name="${CSS.escape((this as HTMLInputElement).name)}"]`)];
    const group = this.closest("[role=radiogroup], [role=tablist]");
    if (group) return [...group.querySelectorAll("[role=radio], [role=tab]")];
    // The button inside a combobox is for the mouse; the arrow keys open the list from its field (ARIA practices).
    if (this.matches("[aria-haspopup=listbox][tabindex='-1']")) return [...(this.parentElement?.querySelectorAll("[role=combobox]") ?? [])];
    // The parts that the browser itself draws into a field for dates.
    const root = this.getRootNode();
    return root instanceof ShadowRoot ? [root.host] : [];
  };
  const reached = this.matches(":disabled") || wasReached(this) || neighbours().some(wasReached);
  return { reached, stands: this.isConnected, markup: this.outerHTML.replace(/\s+/g, " ").slice(0, 120) };
}

/** Opens something with the keyboard, makes sure that the focus goes in and stays, and that Escape gives it back. */
export async function assertFocusReturns(page: Page, opener: Locator, overlay: Locator): Promise<void> {
  await opener.focus();
  await page.keyboard.press("Enter");
  await overlay.waitFor();
  await eventually(async () => assert.ok(await overlay.evaluate((element) => element.contains(document.activeElement)), `the focus goes into ${String(overlay)}`));
  assert.notEqual(await overlay.ariaSnapshot(), "", `${String(overlay)} says what it is`);
  await page.keyboard.press("Escape");
  await overlay.waitFor({ state: "detached" });
  await assertFocused(opener);
}

/** The focus is moved in a frame after something opened or closed, which on a busy machine is not the next one drawn. */
export async function assertFocused(locator: Locator): Promise<void> {
  await eventually(async () => assert.ok(await locator.evaluate((element) => element === document.activeElement), `the focus is on ${String(locator)}`));
}
