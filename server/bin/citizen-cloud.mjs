#!/usr/bin/env node
/** Runs the operators' commands on the pinned Node.js, whatever Node.js the shell found first. */
import { prepare, runPinned } from "../../scripts/prepare.mjs";

prepare({ web: false });
runPinned(["server/src/cli.ts", ...process.argv.slice(2)]);
