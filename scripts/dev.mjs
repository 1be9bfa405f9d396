/** `npm run dev`: the server and both web apps, restarted or rebuilt as their files change. */
import { prepare, runPinned } from "./prepare.mjs";

prepare();
runPinned(["scripts/dev.ts"]);
