/** The console's words. */
export { m } from "../paraglide/messages.js";
