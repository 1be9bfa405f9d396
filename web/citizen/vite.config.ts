import { join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { cityManifests } from "./build/city-manifests.ts";
import { clientManifest } from "./build/client-manifest.ts";
import { messages } from "./build/messages-plugin.ts";
import { precompress } from "./build/precompress.ts";
import { serviceWorker } from "./build/service-worker.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The oldest browsers we promise; what is newer may be used only as an extra. */
const BROWSERS = ["chrome90", "safari14.1"];
const CSS_TARGETS = { chrome: 90 << 16, safari: (14 << 16) | (1 << 8) };

/** Arrives when somebody opens a sheet, and not before. */
const ONLY_FOR_SHEETS = /node_modules\/@(base-ui|floating-ui)\/|\/sheets?\.(tsx|css)$/;

/** What only the screens of records share. Icons are told by name: all of them come from one file of the library's. */
const ONLY_FOR_RECORDS = new RegExp(
  [
    String.raw`/src/records/|/src/screens/move-car/|/messages/record_|/components/(chart|chart-scale|measures)\.(tsx?|css)$`,
    String.raw`/lucide-react/dist/esm/icons/(activity|ban|chart-column|circle-dashed|circle-parking|circle-slash|cloud-off|construction|copy|flag|history|hourglass|list-filter|lock|octagon-alert|pen-line|refresh-cw|send|stamp|syringe|table-2|timer-off|traffic-cone|turtle)\.mjs$`,
  ].join("|"),
);

/** What only the screens of one's own account share: it stays away from everybody who looks something up. */
const ONLY_FOR_ACCOUNTS = new RegExp(
  [
    String.raw`/src/account/|/messages/account_|/src/messages/(message-card\.tsx|messages\.css)$|/components/(code-field|error-summary|field|steps)\.(tsx|css)$`,
    String.raw`/src/screens/(accesses|closing|companies|family|me|messages|privacy|real-name|recovery|scan|security|settings|sign-in|welcome)/`,
  ].join("|"),
);

/** What only the screens of campaigns share; a crowd opens them, and nobody else needs them. */
const ONLY_FOR_CAMPAIGNS = new RegExp(
  [
    String.raw`/src/campaigns/|/src/screens/campaigns/|/messages/campaign_|/tools/draw-verifier/`,
    String.raw`/lucide-react/dist/esm/icons/(alarm-clock|armchair|circle|circle-pause|circle-x|clipboard-copy|clipboard-list|dices|door-open|gift|list-ordered|octagon-x|rotate-ccw|search-check|ticket-x|trophy|undo-2)\.mjs$`,
  ].join("|"),
);

/** What only the screens of appointments and queues share. */
const ONLY_FOR_BOOKING = /\/src\/booking\/|\/src\/screens\/(appointment-link|appointments|book|display|queue|tickets)\/|\/messages\/book_|\/lucide-react\/dist\/esm\/icons\/(calendar-(plus|x)|minus)\.mjs$/;

export default defineConfig({
  root,
  plugins: [messages(root), react(), clientManifest(root), serviceWorker(root), cityManifests(join(root, "../../cities")), precompress(root)],
  resolve: {
    alias: [
      // Preact in place of React, for weak phones: docs/adr/0009.
      { find: /^react-dom\/(client|server)$/, replacement: "preact/compat/$1" },
      { find: /^react\/jsx-runtime$/, replacement: "preact/jsx-runtime" },
      { find: /^(?:react(?:-dom)?|use-sync-external-store\/shim(?:\/index\.js)?)$/, replacement: "preact/compat" },
      { find: /^\.\.\/createLucideIcon\.mjs$/, replacement: `${root}src/components/create-lucide-icon.ts` },
      { find: /^(?:\.\.?\/)+(?:paraglide\/)?runtime\.js$/, replacement: `${root}src/i18n/paraglide-runtime.ts` },
    ],
  },
  css: { transformer: "lightningcss", lightningcss: { targets: CSS_TARGETS } },
  environments: {
    client: {
      build: {
        outDir: "dist/client",
        manifest: true,
        target: BROWSERS,
        cssMinify: "lightningcss",
        // Inlined files would be data: addresses, which the content security policy refuses.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: "src/entry/client.tsx",
          output: {
            // Few files travel better than many small ones: what two screens share, all load. The libraries stay apart,
            // because they change less often than we do.
            codeSplitting: {
              groups: [
                { name: "libraries", test: /node_modules\/(preact|@tanstack|wouter|regexparam)\//, priority: 4 },
                { name: "common", test: (module) => !ONLY_FOR_SHEETS.test(module) && !ONLY_FOR_ACCOUNTS.test(module) && !ONLY_FOR_RECORDS.test(module) && !ONLY_FOR_CAMPAIGNS.test(module) && !ONLY_FOR_BOOKING.test(module), minShareCount: 2, priority: 3 },
                // Who is signed in is asked on every page of somebody who is, the rest only on the account's own screens.
                { name: "me", test: /\/src\/account\/(api|me)\.ts$/, minShareCount: 2, priority: 2 },
                { name: "account", test: ONLY_FOR_ACCOUNTS, minShareCount: 2, priority: 1 },
                { name: "records", test: ONLY_FOR_RECORDS, minShareCount: 2, priority: 0 },
                { name: "campaigns", test: ONLY_FOR_CAMPAIGNS, minShareCount: 2, priority: 0 },
                { name: "booking", test: ONLY_FOR_BOOKING, minShareCount: 2, priority: 0 },
              ],
            },
          },
        },
      },
    },
    ssr: {
      resolve: { noExternal: true },
      define: { "process.env.NODE_ENV": JSON.stringify("production") },
      build: {
        outDir: "dist/server",
        ssr: true,
        copyPublicDir: false,
        rolldownOptions: { input: "src/entry/server.tsx", output: { entryFileNames: "entry-server.js" } },
      },
    },
  },
  builder: {
    // The server's bundle carries the names of the client's files, so the client is built first.
    async buildApp(builder) {
      const { client, ssr } = builder.environments;
      if (!client || !ssr) throw new Error("vite did not set up both environments");
      await builder.build(client);
      await builder.build(ssr);
    },
  },
});
