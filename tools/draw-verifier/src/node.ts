/** For programs on Node: publications in folders and at addresses, and how a terminal shows what was found. */
export { NoPublication, openPublication, type OpenPublication } from "./open-publication.ts";
export { reportVerification } from "./report.ts";
