import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { messages } from "./build/messages-plugin.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The oldest browsers we promise; what is newer may be used only as an extra. */
const BROWSERS = ["chrome90", "safari14.1"];
const CSS_TARGETS = { chrome: 90 << 16, safari: (14 << 16) | (1 << 8) };

export default defineConfig({
  root,
  base: "/console/",
  plugins: [messages(root), react()],
  css: { transformer: "lightningcss", lightningcss: { targets: CSS_TARGETS } },
  build: {
    outDir: "dist",
    target: BROWSERS,
    cssMinify: "lightningcss",
    // Inlined files would be data: addresses, which the content security policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": "http://localhost:8080", "/staff": "http://localhost:8080", "/console/preview": "http://localhost:8080" } },
});
