/** Where somebody was when they were asked to sign in. Only a path of this site is followed: never another site's address. */
export function readNext(search: URLSearchParams): string | undefined {
  const next = search.get("next");
  if (next === null || !next.startsWith("/") || next.includes("\\") || next.startsWith("//") || Array.from(next).some((character) => character < " ")) return undefined;
  const here = "https://here.invalid";
  try {
    const url = new URL(next, here);
    if (url.origin !== here) return undefined;
    // Back to signing in would go round in circles; the API shows nothing to people.
    if (/^(\/(en|zh-Hant))?\/[a-z0-9-]+\/sign-in$/.test(url.pathname) || /^\/(api|staff|console)(\/|$)/.test(url.pathname)) return undefined;
    return url.pathname + url.search + url.hash;
  } catch {
    return undefined;
  }
}
