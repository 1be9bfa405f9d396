/** `npm start`: prepares a fresh clone, then runs the server. */
import { prepare, runPinned } from "./prepare.mjs";

prepare();
runPinned(["server/src/main.ts"]);
