/** Telephones are looked at over shoulders: what identifies somebody is shown in part until they ask for all of it. */
type Mask = "id-number" | "name" | "account" | "phone";

const SHOWN: Record<Exclude<Mask, "name">, readonly [first: number, last: number]> = { "id-number": [4, 2], account: [0, 4], phone: [3, 4] };

export function maskText(text: string, mask: Mask): string {
  const characters = Array.from(text);
  // Whoever has a name of one character is left with none.
  if (mask === "name") return characters.length < 2 ? "*" : (characters[0] ?? "") + "*".repeat(characters.length - 1);
  const [first, last] = SHOWN[mask];
  if (characters.length <= first + last) return "*".repeat(characters.length);
  return characters.slice(0, first).join("") + "*".repeat(characters.length - first - last) + characters.slice(characters.length - last).join("");
}
