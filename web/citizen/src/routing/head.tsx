import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import { claimFocus } from "./scroll.ts";

/** What the server writes into the document's head for the screen it drew. */
export interface Head {
  title?: string;
  description?: string;
}

const HeadContext = createContext<Head | undefined>(undefined);

export function HeadProvider({ head, children }: { head: Head; children: ReactNode }) {
  return <HeadContext.Provider value={head}>{children}</HeadContext.Provider>;
}

/** Names the page: in the head when the server draws it, in the title bar when the browser does. */
export function useHead({ title, description }: Head): void {
  const head = useContext(HeadContext);
  if (head) Object.assign(head, { title, description });
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);
}

/** The page's one first-level heading. It takes the focus after navigation. */
export function PageHeading({ className, children }: { className?: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (heading.current) claimFocus(heading.current);
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}
