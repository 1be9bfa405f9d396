import { Type } from "typebox";
import type { Person, Population } from "../population/index.ts";
import { ID_NUMBER, NAME } from "./asked.ts";
import { readImageSize } from "./image-size.ts";
import type { System } from "./system.ts";

export type PhotoResult = "match" | "mismatch" | "unclear";

export interface PoliceRegister extends System {
  /** What the next photo checks of anybody say, in turn; afterwards the convention holds again. */
  answerPhotosWith(results: PhotoResult[]): void;
}

/** A picture smaller than this on either side shows no face. */
const SMALLEST_SIDE = 40;
const SIMILARITIES: Record<PhotoResult, number> = { match: 96, unclear: 50, mismatch: 12 };
const PHOTO_LIMIT = 12_000_000;

/** The population register: whether a name belongs to a number, and whether a face does. */
export function createPoliceRegister(population: Population, token: string): PoliceRegister {
  let nextResults: PhotoResult[] = [];
  return {
    name: "police",
    title: "公安人口库 Police register",
    token,
    answerPhotosWith: (results) => void (nextResults = [...results]),
    reset: () => void (nextResults = []),
    routes(http) {
      http.post("/v1/identity-checks", { schema: { body: IdentityCheck } }, async ({ body }) => {
        const person = population.findByIdNumber(body.idNumber);
        if (!person) return { result: "not-found" };
        return { result: person.name === body.name ? "match" : "mismatch" };
      });
      http.post("/v1/photo-checks", { schema: { body: PhotoCheck }, bodyLimit: PHOTO_LIMIT }, async ({ body }) => {
        const result = nextResults.shift() ?? judgePhoto(population.findByIdNumber(body.idNumber), body.name, Buffer.from(body.photo, "base64"));
        return { result, similarity: SIMILARITIES[result] };
      });
    },
  };
}

/** There is no face to compare: any picture large enough shows the person it is said to show. */
function judgePhoto(person: Person | undefined, name: string, photo: Buffer): PhotoResult {
  if (person?.name !== name) return "mismatch";
  const size = readImageSize(photo);
  return size !== undefined && Math.min(size.width, size.height) >= SMALLEST_SIDE ? "match" : "unclear";
}

const IdentityCheck = Type.Object({ name: NAME, idNumber: ID_NUMBER }, { additionalProperties: false });
const PhotoCheck = Type.Object({ name: NAME, idNumber: ID_NUMBER, photo: Type.String({ minLength: 1, pattern: "^[A-Za-z0-9+/]+={0,2}$" }) }, { additionalProperties: false });
