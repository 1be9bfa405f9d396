import { useCallback, useEffect } from "react";
import { readList, useStoredList, withFirst, writeList } from "./stored-list.ts";

const RECENT_LIMIT = 12;
const FAVOURITE_LIMIT = 100;

export function useFavourites(city: string) {
  return useStoredList(`cc-favourites-${city}`);
}

export function useFavourite(city: string, id: string): [boolean, () => void] {
  const [favourites, write] = useFavourites(city);
  const kept = favourites.includes(id);
  const toggle = useCallback(
    () => write(kept ? favourites.filter((other) => other !== id) : withFirst(favourites, id, FAVOURITE_LIMIT)),
    [favourites, id, kept, write],
  );
  return [kept, toggle];
}

export function useRecentGuides(city: string) {
  return useStoredList(`cc-recent-${city}`);
}

export function useRememberVisit(city: string, id: string): void {
  useEffect(() => {
    const key = `cc-recent-${city}`;
    writeList(key, withFirst(readList(key), id, RECENT_LIMIT));
  }, [city, id]);
}
