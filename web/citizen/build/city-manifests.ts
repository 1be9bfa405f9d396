/** Emits /<city>/manifest.webmanifest for every city of this installation: its name and its seal on the home screen. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";

interface City {
  id: string;
  appNames: { zh: string };
  slogan: { zh: string };
}

export function cityManifests(citiesDir: string): Plugin {
  return {
    name: "citizen-city-manifests",
    applyToEnvironment: (environment) => environment.name === "client",
    async generateBundle() {
      for (const city of await readCities(citiesDir)) {
        this.emitFile({ type: "asset", fileName: `${city.id}/manifest.webmanifest`, source: JSON.stringify(manifestOf(city)) });
      }
    },
  };
}

async function readCities(citiesDir: string): Promise<City[]> {
  const files = (await readdir(citiesDir, { recursive: true })).filter((file) => /^[^/]+\/city\.json$/.test(file));
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(citiesDir, file), "utf8")) as City));
}

function manifestOf({ id, appNames, slogan }: City): Record<string, unknown> {
  const icon = (file: string, size: number, purpose: string) => ({ src: `/icons/${file}.png`, sizes: `${size}x${size}`, type: "image/png", purpose });
  return {
    id: `/${id}`,
    name: appNames.zh,
    short_name: appNames.zh,
    description: slogan.zh,
    lang: "zh-Hans",
    start_url: `/${id}`,
    scope: "/",
    display: "standalone",
    background_color: "#f5f3ee",
    theme_color: "#0a4f4a",
    icons: [icon(`${id}-192`, 192, "any"), icon(`${id}-512`, 512, "any"), icon(`${id}-maskable-512`, 512, "maskable")],
    shortcuts: [
      { name: "办事", url: `/${id}/services` },
      { name: "办事地点", url: `/${id}/offices` },
    ],
  };
}
