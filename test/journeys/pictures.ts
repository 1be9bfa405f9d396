/** Where journeys leave pictures of the screens, for people to look at. */
import { tmpdir } from "node:os";
import { join } from "node:path";

/** For each user a folder of their own: nobody can write into another's. */
export const PICTURES = process.env.SCREENSHOT_DIR ?? join(tmpdir(), `citizen-cloud-screenshots-${process.getuid?.() ?? "own"}`);
