/** Runs the stand-ins until they are told to stop, or whoever started them is gone. */
import { createApp } from "./app.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings(process.env);
const http = createApp(settings);

const stop = () => process.exit(0);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const) process.on(signal, stop);

// Their pages show codes that open accounts, so no other machine reaches them.
await http.listen({ host: "127.0.0.1", port: settings.port });
process.send?.("ready");
