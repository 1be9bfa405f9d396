import { useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import { cityQuery } from "../api/queries.ts";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { useAsker, useHref } from "../routing/place.tsx";
import type { Route } from "../routing/routes.ts";

/** The bar of an inner screen on a phone. */
export function PageBar({ route }: { route: Route }) {
  const home = useHref()("/");
  const { data: city } = useQuery(cityQuery(useAsker()));
  return (
    <header className="page-bar">
      <a
        className="icon-button"
        href={home}
        aria-label={m.back()}
        onClick={(event) => {
          // Without an earlier page of ours there is no way back but the home screen.
          if (!cameFromHere()) return;
          event.preventDefault();
          history.back();
        }}
      >
        <ChevronLeft size={26} aria-hidden="true" />
      </a>
      <p className="page-bar-title">{TITLES[route.pattern]?.() ?? (city ? say(city.appNames) : m.platform_name())}</p>
    </header>
  );
}

function cameFromHere(): boolean {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null && "entry" in state;
}

/** Pages whose heading does not say what kind of page they are. */
const TITLES: Record<string, () => string> = {
  "/services/:id": m.guide_kind_of_page,
  "/topics/:id": m.topic_kind_of_page,
  "/life-events/:id": m.life_event_kind_of_page,
  "/departments/:id": m.department_kind_of_page,
};
