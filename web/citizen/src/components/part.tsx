/**
 * Parts of a page that the browser takes over one after another, each in a task of its own, so that a long page never
 * holds a weak phone for long. Links work before that as links do; a part the browser itself draws stands at once.
 */
import { Fragment, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import { hydrateRoot } from "react-dom/client";

let takingOver = false;
let turns: Promise<void> = Promise.resolve();

/** Takes over the page that the server drew: first what lies outside of all parts, then the parts in their order. */
export function takeOver(root: HTMLElement, app: ReactNode): void {
  takingOver = true;
  hydrateRoot(root, app);
  takingOver = false;
}

/** Fulfilled when the last part has been taken over. */
export function everyPartTakenOver(): Promise<void> {
  return turns;
}

/** The children are one element, always there: it is what the server's drawing is found by. */
export function Part({ children }: { children: ReactElement }) {
  const [Turn] = useState(() => (takingOver ? lazy(waitForTurn) : Fragment));
  return (
    <Suspense fallback={null}>
      <Turn>{children}</Turn>
    </Suspense>
  );
}

async function waitForTurn(): Promise<{ default: typeof Fragment }> {
  turns = turns.then(() => new Promise((resolve) => setTimeout(resolve)));
  await turns;
  return { default: Fragment };
}
