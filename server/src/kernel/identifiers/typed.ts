/**
 * What a person typed or pasted, as the characters they meant: full-width forms become plain ones; spaces, hyphens and
 * invisible marks that keyboards, telephones and documents put between groups go.
 */
export function plainCharacters(text: string): string {
  return text
    .replaceAll(/[\uFF01-\uFF5E]/gu, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0))
    .replaceAll(/[\s\p{Dash}\p{Cf}]/gu, "");
}
