/** Turns the validator's sentences into a name for our words, so that a fault is told in the clerk's language. */
export interface FaultWord {
  /** `fault_…` in the messages. */
  name: string;
  inputs?: Record<string, string | number>;
}

const SENTENCES: [pattern: RegExp, name: string, input?: string][] = [
  [/is missing$/, "missing"],
  [/is not a field of this document$/, "unknown_field"],
  [/must be one of: (.+)$/, "choose"],
  [/must NOT have fewer than 1 characters$/, "missing"],
  [/must NOT have fewer than (\d+) characters$/, "too_short", "least"],
  [/must NOT have more than (\d+) characters$/, "too_long", "most"],
  [/must NOT have fewer than (\d+) items$/, "too_few", "least"],
  [/must NOT have more than (\d+) items$/, "too_many", "most"],
  [/must match pattern/, "pattern"],
  [/must match format "date"$/, "date"],
  [/must be >= (-?[\d.]+)$/, "at_least", "least"],
  [/must be <= (-?[\d.]+)$/, "at_most", "most"],
  [/must be integer$/, "integer"],
  [/must be number$/, "number"],
  [/must be boolean$/, "choose"],
  [/must be (string|object|array)$/, "wrong_type"],
  [/must (be equal to constant|match a schema in anyOf)$/, "choose"],
  [/value of tag ".+" must be in oneOf$/, "choose"],
];

export function faultWord(message: string): FaultWord | undefined {
  for (const [pattern, name, input] of SENTENCES) {
    const match = pattern.exec(message);
    if (match) return { name: `fault_${name}`, ...(input ? { inputs: { [input]: match[1] ?? "" } } : {}) };
  }
  return undefined;
}

/** A group that nobody has chosen the shape of lacks the choice, and is told so at the choice. */
export function withoutUnmadeChoices<Fault extends { message: string }>(faults: readonly Fault[]): Fault[] {
  return faults.filter(({ message }) => !/\btag ".+" must be string$/.test(message));
}

/**
 * The faults worth telling: a choice between forms reports every form that does not fit, of which the field needs
 * only one sentence.
 */
export function withoutEchoes<Fault extends { pointer: string; message: string }>(faults: readonly Fault[]): Fault[] {
  const told = new Set<string>();
  return faults.filter(({ pointer, message }) => {
    const line = `${pointer} ${faultWord(message)?.name ?? message}`;
    if (told.has(line)) return false;
    told.add(line);
    return true;
  });
}
