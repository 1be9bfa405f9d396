import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const KNOWN_PLACES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The machine's Chromium; on Debian and as root it is installed when there is none, with a font that has Chinese. */
export function provideChromium(): string {
  return findChromium() ?? installChromium();
}

function findChromium(): string | undefined {
  return KNOWN_PLACES.find((place) => place !== undefined && existsSync(place));
}

function installChromium(): string {
  const mayInstall = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (mayInstall) {
    process.stdout.write("Installing Chromium for the journeys …\n");
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-cjk"]]) {
      spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env: environment });
    }
  }
  const found = findChromium();
  if (!found) {
    throw new Error("The journeys need a Chromium and this machine has none that we know of: install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH.");
  }
  return found;
}
