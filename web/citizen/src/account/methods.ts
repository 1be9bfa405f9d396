import { queryOptions } from "@tanstack/react-query";
import { type Answer, askPersonal } from "./api.ts";
import { PERSONAL } from "./me.ts";

export type Methods = Answer<"get", "/api/v1/me/sign-in-methods">;

export const methodsQuery = queryOptions({
  queryKey: [PERSONAL, "methods"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/sign-in-methods", {}, signal),
  staleTime: 10_000,
});
