/** `npm test`, which is exactly CI: prepares a fresh clone, then checks everything. */
import { prepare, runPinned } from "./prepare.mjs";

prepare();
runPinned(["scripts/test.ts", ...process.argv.slice(2)]);
