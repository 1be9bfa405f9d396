/** `npm run bench:NAME [-- --json]`: runs a benchmark of `bench/` on the pinned Node.js. */
import { prepare, runPinned } from "./prepare.mjs";

const [name, ...rest] = process.argv.slice(2);
prepare();
runPinned([`bench/${name}.ts`, ...rest]);
