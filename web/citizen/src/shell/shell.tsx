import { type ReactNode, useRef } from "react";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { Part } from "../components/part.tsx";
import { m } from "../paraglide/messages.js";
import type { Route } from "../routing/routes.ts";
import { ActingBar } from "./acting-bar.tsx";
import { OfflineNote } from "./offline-note.tsx";
import { PageBar } from "./page-bar.tsx";
import { ServiceStrip } from "./service-strip.tsx";
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
  if (route.bare) return <main id="main">{children}</main>;
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
      <Part>
        <SiteHeader tab={route.tab} home={home} />
      </Part>
      <ActingBar />
      <ServiceStrip />
      {ROOTS.has(route.pattern) ? null : (
        <Part>
          <PageBar route={route} />
        </Part>
      )}
      <main ref={main} id="main" tabIndex={-1} className={classNames("main", home ? "main-home" : "page")}>
        <OfflineNote />
        {children}
      </main>
      <Part>
        <SiteFooter />
      </Part>
      {route.pattern === GUIDE ? null : (
        <Part>
          <TabBar tab={route.tab} />
        </Part>
      )}
      <div className="body-end" />
    </>
  );
}
