import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Router } from "wouter";
import "@citizen-cloud/ui/tokens/tokens.css";
import "./console.css";
import { queryClient } from "./api/query-client.ts";
import { App } from "./app.tsx";
import { LocaleProvider } from "./i18n/locale-context.tsx";
import { Toasts } from "./components/toasts.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html lacks #root");

createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <LocaleProvider>
          <Router base="/console">
            <App />
          </Router>
          <Toasts />
        </LocaleProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
