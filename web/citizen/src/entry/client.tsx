import "@citizen-cloud/ui/tokens/tokens.css";
import { createRoot } from "react-dom/client";
import { createApiClient, fetchOverNetwork } from "../api/client.ts";
import { App } from "../app.tsx";
import { takeOver } from "../components/part.tsx";
import { speak } from "../i18n/locale.ts";
import { parseAddress } from "../routing/address.ts";
import { findRoute, loadScreen } from "../routing/routes.ts";
import { watchScroll } from "../routing/scroll.ts";
import { PAGE_DATA_ID, type PageData } from "./page-data.ts";
import { createQueryClient } from "./query-client.ts";
import { registerServiceWorker } from "./register-service-worker.ts";

function readPageData(): PageData {
  const element = document.getElementById(PAGE_DATA_ID);
  if (!element?.textContent) throw new Error("The page came without its data");
  return JSON.parse(element.textContent) as PageData;
}

async function start(): Promise<void> {
  const data = readPageData();
  const root = document.getElementById("app");
  if (!root) throw new Error("The page has no place for the app");

  const queries = createQueryClient();
  for (const [key, answer] of data.answers) queries.setQueryData(key, answer);

  const { locale = data.fallback.locale, path } = parseAddress(location.pathname);
  speak(locale);
  await loadScreen(findRoute(path).route);
  watchScroll();

  const app = (
    <App
      queries={queries}
      client={createApiClient(fetchOverNetwork)}
      preferences={data.preferences}
      fallback={data.fallback}
      drawnAt={new Date(data.drawnAt)}
      head={{}}
    />
  );
  if (data.address === location.pathname + location.search) takeOver(root, app);
  else createRoot(root).render(app);
  registerServiceWorker();
}

void start();
