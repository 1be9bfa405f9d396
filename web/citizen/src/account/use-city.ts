import { useQuery } from "@tanstack/react-query";
import type { City } from "../api/catalogue.ts";
import { cityQuery } from "../api/queries.ts";
import { useAsker } from "../routing/place.tsx";

/** The city one is in, once it is known. */
export function useSayCity(): City | undefined {
  return useQuery(cityQuery(useAsker())).data;
}
