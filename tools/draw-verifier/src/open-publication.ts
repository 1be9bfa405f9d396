/** A publication in a folder, or at the address of the city's server. For Node. */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Chunks } from "./lines.ts";
import type { DrawPublication } from "./publication.ts";

export interface OpenPublication {
  publication: DrawPublication;
  participants: Chunks;
  winners: Chunks;
}

export class NoPublication extends Error {
  override readonly name = "NoPublication";
}

/** @param place a folder with draw.json, participants.txt and winners.txt, or an address that ends with `/draw`. @throws {NoPublication} */
export async function openPublication(place: string): Promise<OpenPublication> {
  if (!/^https?:/.test(place)) return openFolder(place);
  const address = place.replace(/\/+$/, "");
  const publication = (await (await ask(address)).json()) as DrawPublication;
  return { publication, participants: bytesAt(`${address}/participants`), winners: bytesAt(`${address}/winners`) };
}

function openFolder(folder: string): OpenPublication {
  const file = (name: string) => join(folder, name);
  if (!existsSync(file("draw.json"))) throw new NoPublication(`There is no draw.json in ${folder}.`);
  const read = (name: string): Chunks => (existsSync(file(name)) ? createReadStream(file(name), { highWaterMark: 1024 * 1024 }) : []);
  let publication: DrawPublication;
  try {
    publication = JSON.parse(readFileSync(file("draw.json"), "utf8")) as DrawPublication;
  } catch (cause) {
    throw new NoPublication(`draw.json in ${folder} is no JSON.`, { cause });
  }
  return { publication, participants: read("participants.txt"), winners: read("winners.txt") };
}

async function ask(address: string): Promise<Response> {
  let reply: Response;
  try {
    reply = await fetch(address, { headers: { accept: "application/json, text/plain" } });
  } catch (cause) {
    throw new NoPublication(`Nothing answers at ${address}.`, { cause });
  }
  if (!reply.ok) throw new NoPublication(`${address} answers ${reply.status}.`);
  return reply;
}

/** Asked only when it is read: a draw that is not frozen has no list. */
async function* bytesAt(address: string): AsyncGenerator<Uint8Array> {
  const { body } = await ask(address);
  if (body) yield* body;
}
