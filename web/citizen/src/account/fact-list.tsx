import type { ReactNode } from "react";
import { AsGiven } from "../components/as-given.tsx";

/** What it is called, and how it stands; left out where nothing is known. */
export type Fact = readonly [name: string, value: ReactNode];

/** Facts by name: beside each other on a desk, below each other on a telephone. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="fact-list">
      {facts.map(([name, value]) =>
        value === undefined || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === "string" ? <AsGiven text={value} /> : value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
