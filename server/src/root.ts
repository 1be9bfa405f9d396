import { fileURLToPath } from "node:url";

/** The project's folder, wherever it was cloned to. */
export const ROOT_DIR = fileURLToPath(new URL("../..", import.meta.url));
export const MIGRATIONS_DIR = fileURLToPath(new URL("../migrations", import.meta.url));
export const WEB_DIR = fileURLToPath(new URL("../../web", import.meta.url));
