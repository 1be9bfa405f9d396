export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Read again by public/appearance.js before the first paint. */
const STORED = "console.theme";

export function themeNow(): Theme {
  return THEMES.find((each) => each === localStorage.getItem(STORED)) ?? "auto";
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(STORED, theme);
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
