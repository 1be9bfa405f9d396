import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { askPersonal } from "../account/api.ts";
import { useForgetPerson } from "../account/me.ts";
import { useAsker } from "../routing/place.tsx";
import { type Campaign, OWN_PARTS } from "./campaigns.ts";
import { useChallenge } from "./use-challenge.ts";
import { keepPass, keptPass, type Pass } from "./kept-pass.ts";
import { askEntry, askPlace } from "./lane.ts";
import { type Eligibility, register, type Standing } from "./register.ts";
import { serverNow } from "./server-time.ts";
import { keepsAnyPlace, keptPlace } from "./waiting-place.ts";

/** Whose part it is: the person's own, or a child's. */
export interface Taker {
  person: string;
  actingFor?: string;
}

/** What this device keeps a part under: each child has a place and a pass beside the person's own. */
const keyOf = (city: string, slug: string, { person, actingFor }: Taker): string => (actingFor === undefined ? `${city}/${slug}` : `${city}/${slug}/${person}`);

export const isChildWaiting = (city: string, slug: string): boolean => keepsAnyPlace(localStorage, `${city}/${slug}/`);

export const isWaiting = (city: string, slug: string, taker: Taker): boolean => keptPlace(localStorage, keyOf(city, slug, taker), taker.person) !== undefined;

/** Asks whether they may take part, and keeps the pass that says so. */
export async function checkEligibility(city: string, slug: string, taker: Taker, script: "zh-Hans" | "zh-Hant"): Promise<Eligibility & { group?: string }> {
  const { person, actingFor } = taker;
  const { eligible, refusal, pass, until, group } = await askPersonal("post", "/api/v1/me/campaigns/{city}/{slug}/eligibility", { path: { city, slug }, query: script === "zh-Hant" ? { lang: script } : {}, ...(actingFor === undefined ? {} : { actingFor }) });
  if (!eligible) return { eligible: false, refusal };
  if (pass !== undefined && until !== undefined) keepPass(localStorage, keyOf(city, slug, taker), person, { pass, until: Date.parse(until), group: group?.id });
  return { eligible: true, pass, group: group?.id };
}

export function usePassOf(campaign: Pick<Campaign, "id">, taker: Taker): Pass | undefined {
  const { city } = useAsker();
  return keptPass(localStorage, keyOf(city, campaign.id, taker), taker.person, serverNow());
}

/** Registering, from the tap to the number; a place kept from before is taken up again by itself. */
export function useRegistration(campaign: Campaign, { person, actingFor }: Taker) {
  const { city, script } = useAsker();
  const { id: slug, opensAt } = campaign;
  const queries = useQueryClient();
  const forget = useForgetPerson();
  const challenge = useChallenge();
  const { solve } = challenge;
  const [standing, setStanding] = useState<Standing>();
  const running = useRef<AbortController>(undefined);
  const key = keyOf(city, slug, { person, actingFor });

  const start = useCallback(() => {
    running.current?.abort();
    const end = new AbortController();
    running.current = end;
    const { signal } = end;
    setStanding({ at: "sending", again: 0 });
    const run = register(
      {
        campaign: key,
        person,
        opensAt: Date.parse(opensAt),
        pass: keptPass(localStorage, key, person, serverNow())?.pass,
        place: (request) => askPlace(city, slug, request, { signal, actingFor }),
        enter: (request) => askEntry(city, slug, request, { signal, actingFor }),
        check: () => checkEligibility(city, slug, { person, actingFor }, script),
        solve: (members) => solve(members, signal),
        now: serverNow,
        sleep: (milliseconds) => sleep(milliseconds, signal),
        chance: Math.random,
        store: localStorage,
        show: (shown) => {
          if (signal.aborted) return;
          setStanding(shown);
          if (shown.at === "registered") void queries.invalidateQueries({ queryKey: OWN_PARTS });
          if (shown.at === "stopped" && shown.why === "sign-in-needed") forget();
        },
      },
      signal,
    );
    run.catch(() => {
      if (!signal.aborted) setStanding({ at: "stopped", why: "refused" });
    });
  }, [city, script, slug, key, person, actingFor, opensAt, queries, forget, solve]);

  useEffect(() => {
    if (keptPlace(localStorage, key, person)) start();
    return () => running.current?.abort();
  }, [key, person, start]);

  return { standing, start, challenge };
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(new DOMException("Ended", "AbortError"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}
