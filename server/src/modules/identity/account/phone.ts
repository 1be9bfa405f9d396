import { readMobileNumber } from "../../../kernel/identifiers/mobile-number.ts";
import { malformedPhone } from "../errors.ts";

/**
 * A mobile number as typed, as eleven digits.
 * @throws malformed-phone with the field
 */
export function readPhone(text: string, pointer = "/phone"): string {
  const number = readMobileNumber(text);
  if (number.ok) return number.normalised;
  throw malformedPhone("This is not a mobile number of the mainland.", { fields: [{ pointer, detail: FAULTS[number.reason] }] });
}

const FAULTS = {
  foreign: "is a foreign number; codes go to mainland numbers only",
  length: "must have eleven digits",
  form: "must begin with 13 to 19",
};
