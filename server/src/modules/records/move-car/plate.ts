import { plainCharacters } from "../../../kernel/identifiers/typed.ts";
import { malformedPlate } from "../errors.ts";

/** GA 36-2018: province, letter, five characters or six for new energy; the last may say police, coach, trailer, Hong Kong or Macao. */
const PLATE = /^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z](?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[学警港澳挂])$/u;

/** A plate as typed, in its one form. @throws malformed-plate */
export function readPlate(typed: string): string {
  const plate = plainCharacters(typed).replaceAll(/[·•.・]/gu, "").toUpperCase();
  if (!PLATE.test(plate)) throw malformedPlate("This is no number plate.", { fields: [{ pointer: "/plate", detail: "must be a number plate of the mainland" }] });
  return plate;
}
