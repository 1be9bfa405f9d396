/** Where this console stands: a clerk opens the same counter each morning. */
export interface WorkPlace {
  office: string;
  counter: number;
  lines: string[];
}

const STORED = "console.work-place";

export function storedWorkPlace(): Partial<WorkPlace> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? "{}");
    const { office, counter, lines } = (stored ?? {}) as Partial<Record<keyof WorkPlace, unknown>>;
    return {
      ...(typeof office === "string" ? { office } : {}),
      ...(typeof counter === "number" ? { counter } : {}),
      ...(Array.isArray(lines) ? { lines: lines.filter((line) => typeof line === "string") } : {}),
    };
  } catch {
    return {};
  }
}

export function storeWorkPlace(place: WorkPlace): void {
  localStorage.setItem(STORED, JSON.stringify(place));
}
