/** Writes a .br and a .gz beside every text file of the client, once and at the highest level; the server only picks one. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|svg|webmanifest)$/;
const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)];

export function precompress(root: string): Plugin {
  return {
    name: "citizen-precompress",
    applyToEnvironment: (environment) => environment.name === "client",
    writeBundle: {
      sequential: true,
      async handler(_options, bundle) {
        const files = Object.keys(bundle).filter((file) => TEXT.test(file)).map((file) => join(root, "dist/client", file));
        await Promise.all(files.map(compress));
      },
    },
  };
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  await Promise.all([writeFile(`${file}.br`, await toBrotli(content)), writeFile(`${file}.gz`, await toGzip(content, { level: 9 }))]);
}
