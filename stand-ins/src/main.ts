/** Runs the stand-ins until they are told to stop, or whoever started them is gone. */
import { createApp } from "./app.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings(process.env);
const app = createApp(settings);

const stop = () => process.exit(0);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const) process.on(signal, stop);

await app.start(settings.port);
process.send?.("ready");
