import { createContext, type ReactNode, useContext } from "react";
import type { Client } from "./client.ts";

const ApiContext = createContext<Client | undefined>(undefined);

export function ApiProvider({ client, children }: { client: Client; children: ReactNode }) {
  return <ApiContext.Provider value={client}>{children}</ApiContext.Provider>;
}

export function useApiClient(): Client {
  const client = useContext(ApiContext);
  if (!client) throw new Error("useApiClient stands outside of ApiProvider");
  return client;
}
