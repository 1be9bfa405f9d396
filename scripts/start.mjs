/** `npm start`: prepares a fresh clone, then runs the server and what plays the systems outside it. */
import { prepare, runPinned } from "./prepare.mjs";
import { needsStandIns, startStandIns } from "./stand-ins.mjs";

prepare();
const standIns = needsStandIns() ? await startStandIns() : undefined;
runPinned(["server/src/main.ts"], standIns?.settings, () => {
  if (standIns) process.stdout.write(`  SMS inbox and registers  ${standIns.page}\n`);
});
