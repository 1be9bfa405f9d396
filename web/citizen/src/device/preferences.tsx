/** What the person chose on this device. Kept in cookies, because the server draws the first page accordingly. */
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

export type Mode = "normal" | "elder";
export type Theme = "auto" | "light" | "dark";

export interface Preferences {
  mode: Mode;
  theme: Theme;
  /** Home area: a division of the city. */
  division?: string;
}

const COOKIES = { mode: "cc_mode", theme: "cc_theme", division: "cc_division" } as const;
const YEAR_SECONDS = 31_536_000;

export function setCookie(name: string, value: string | undefined): void {
  document.cookie = `${name}=${value ? encodeURIComponent(value) : ""}; path=/; max-age=${value ? YEAR_SECONDS : 0}; samesite=lax`;
}

interface PreferenceControl extends Preferences {
  change(next: Partial<Preferences>): void;
}

const PreferencesContext = createContext<PreferenceControl | undefined>(undefined);

export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial);
  const control = useMemo(
    (): PreferenceControl => ({
      ...preferences,
      change(next) {
        for (const key of Object.keys(next) as (keyof Preferences)[]) setCookie(COOKIES[key], next[key]);
        const changed = { ...preferences, ...next };
        document.documentElement.dataset.mode = changed.mode;
        document.documentElement.dataset.theme = changed.theme;
        setPreferences(changed);
      },
    }),
    [preferences],
  );
  return <PreferencesContext.Provider value={control}>{children}</PreferencesContext.Provider>;
}

export function usePreferences(): PreferenceControl {
  const control = useContext(PreferencesContext);
  if (!control) throw new Error("usePreferences stands outside of PreferencesProvider");
  return control;
}
