/** Where each page of the history was scrolled to, so that going back arrives where the person had been. */
const STORE = "cc-scroll";

type Arrival = "load" | "push" | "replace" | "back";

let arrival: Arrival = "load";
let headingShouldTakeFocus = false;

function currentEntry(): string {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null && "entry" in state ? String(state.entry) : "first";
}

function positions(): Record<string, number> {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "{}") as Record<string, number>;
  } catch {
    return {};
  }
}

export function watchScroll(): void {
  history.scrollRestoration = "manual";
  let entry = currentEntry();
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      // Between a change of the address and the drawing of the new page the old page's position means nothing.
      if (entry !== currentEntry()) return;
      sessionStorage.setItem(STORE, JSON.stringify({ ...positions(), [entry]: Math.round(scrollY) }));
    });
  }, { passive: true });
  addEventListener("popstate", () => {
    arrival = "back";
  });
  settled = () => {
    entry = currentEntry();
  };
}

let settled = (): void => undefined;

export function announceArrival(kind: "push" | "replace"): void {
  arrival = kind;
}

/** To be called when a new page stands in the document. */
export function settleScroll(): void {
  const kind = arrival;
  arrival = "replace";
  if (kind === "push") {
    const anchor = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (anchor) anchor.scrollIntoView();
    else scrollTo(0, 0);
  }
  if (kind === "back" || kind === "load") {
    const position = positions()[currentEntry()];
    if (position !== undefined && !(kind === "load" && location.hash)) scrollTo(0, position);
  }
  headingShouldTakeFocus = kind === "push" || kind === "back";
  settled();
}

/** Gives the focus to a new page's heading, once, so that screen readers begin there. */
export function claimFocus(heading: HTMLElement): void {
  if (!headingShouldTakeFocus) return;
  headingShouldTakeFocus = false;
  heading.focus({ preventScroll: true });
}
