import { invalidRequest } from "../../kernel/http/problem.ts";

/** `line:3` as a parameter and its value; the door says whether the kind takes them. */
export function readParameters(given: string | string[] | undefined): Record<string, string> {
  const pairs = (given === undefined ? [] : [given].flat()).map((text): [string, string] => [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)]);
  const parameters = Object.fromEntries(pairs);
  if (Object.keys(parameters).length < pairs.length) throw invalidRequest("A parameter is given twice.", { fields: [{ pointer: "?parameter", detail: "names one parameter twice" }] });
  return parameters;
}
