import { createContext, type ReactNode, useContext, useState } from "react";
import { type Locale, speak, spokenLocale } from "./locale.ts";

const LocaleContext = createContext<{ locale: Locale; setLocale(locale: Locale): void }>({ locale: "zh-Hans", setLocale: () => {} });

export function LocaleProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(spokenLocale);
  const choose = (next: Locale) => {
    speak(next);
    setLocale(next);
  };
  return (
    <LocaleContext.Provider value={{ locale, setLocale: choose }}>
      {children}
    </LocaleContext.Provider>
  );
}

/** Words come from plain functions, so whoever shows them asks here to be drawn again when the language changes. */
export function useLocale() {
  return useContext(LocaleContext);
}
