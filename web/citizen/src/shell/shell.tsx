import { type ReactNode, useRef } from "react";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { m } from "../paraglide/messages.js";
import type { Route } from "../routing/routes.ts";
import { OfflineNote } from "./offline-note.tsx";
import { PageBar } from "./page-bar.tsx";
import { SiteFooter } from "./site-footer.tsx";
import { SiteHeader } from "./site-header.tsx";
import { TabBar } from "./tab-bar.tsx";
import { TABS } from "./tabs.ts";
import "./shell.css";

/** The guide has its own bar of actions at the foot of a phone. */
const GUIDE = "/services/:id";

/** The five tabs: nothing lies above them. */
const ROOTS = new Set(TABS.map(({ to }) => to));

/** What stands around every screen. */
export function Shell({ route, children }: { route: Route; children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const home = route.pattern === "/";
  return (
    <>
      <a
        className="skip-link"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {m.skip_to_content()}
      </a>
      <SiteHeader tab={route.tab} home={home} />
      {ROOTS.has(route.pattern) ? null : <PageBar route={route} />}
      <main ref={main} id="main" tabIndex={-1} className={classNames("main", home ? "main-home" : "page")}>
        <OfflineNote />
        {children}
      </main>
      <SiteFooter />
      {route.pattern === GUIDE ? null : <TabBar tab={route.tab} />}
      <div className="body-end" />
    </>
  );
}
