import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import "./disclosure.css";

/** The browser's own details element: works without JavaScript and is found by the page's search. */
export function Disclosure({ summary, open, children }: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details className="disclosure" open={open}>
      <summary>
        {summary}
        <ChevronDown size={20} aria-hidden="true" />
      </summary>
      <div className="disclosure-body">{children}</div>
    </details>
  );
}
