/** `npm run gen`: writes what is generated from the code. */
import { prepare, runPinned } from "./prepare.mjs";

prepare({ web: false });
runPinned(["scripts/gen.ts", ...process.argv.slice(2)]);
