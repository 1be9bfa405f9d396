/** The way in for a campaign's crowd. A door of its own beside index.ts: it loads nothing else, so that a process for crowds is back in a second. */
export { openRush } from "./rush/rush.ts";
