/** Short lists kept on this device and nowhere else: favourites, guides looked at, documents ticked off. */
import { useCallback, useEffect, useState } from "react";

const CHANGED = "cc-stored-list";

export function readList(key: string): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
  } catch {
    // Storage can be switched off or hold another version's data; the list is a convenience, never a duty.
    return [];
  }
}

export function writeList(key: string, items: readonly string[]): void {
  try {
    if (items.length > 0) localStorage.setItem(key, JSON.stringify(items));
    else localStorage.removeItem(key);
  } catch {
    return;
  }
  dispatchEvent(new CustomEvent(CHANGED, { detail: key }));
}

/** Puts an item first, once, and lets the oldest fall off. */
export function withFirst(items: readonly string[], item: string, limit: number): string[] {
  return [item, ...items.filter((other) => other !== item)].slice(0, limit);
}

function sameItems(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index]);
}

/** Empty while the server draws and until the browser has looked: the page never jumps for it. */
export function useStoredList(key: string): [string[], (items: readonly string[]) => void] {
  const [items, setItems] = useState<string[]>([]);
  useEffect(() => {
    // The same list is not set again: most pages would be drawn a second time for an empty one.
    const read = () => setItems((shown) => (sameItems(shown, readList(key)) ? shown : readList(key)));
    read();
    addEventListener(CHANGED, read);
    addEventListener("storage", read);
    return () => {
      removeEventListener(CHANGED, read);
      removeEventListener("storage", read);
    };
  }, [key]);
  const write = useCallback((next: readonly string[]) => writeList(key, next), [key]);
  return [items, write];
}
