import type { ReactNode } from "react";
import { PageHeading } from "../routing/head.tsx";
import "./screen-head.css";

/** The head of an ordinary screen: a mark, its name, and what it is for. */
export function ScreenHead({ mark, title, intro }: { mark?: ReactNode; title: ReactNode; intro?: ReactNode }) {
  return (
    <div className="screen-head">
      {mark}
      <div>
        <PageHeading>{title}</PageHeading>
        {intro ? <p className="screen-intro">{intro}</p> : null}
      </div>
    </div>
  );
}
