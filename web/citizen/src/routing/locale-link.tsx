import type { ReactNode } from "react";
import { setCookie } from "../device/preferences.tsx";
import type { Locale } from "../i18n/locale.ts";
import { formatAddress } from "./address.ts";
import { AnyPageLink } from "./link.tsx";
import { usePlace } from "./place.tsx";

interface LocaleLinkProps {
  locale: Locale;
  className?: string;
  onClick?(): void;
  children: ReactNode;
}

/** The same page in another language; the choice is remembered. */
export function LocaleLink({ locale, className, onClick, children }: LocaleLinkProps) {
  const { city, path, search, locale: current } = usePlace();
  const query = search.toString();
  return (
    <AnyPageLink
      href={formatAddress(locale, city, path) + (query ? `?${query}` : "")}
      hrefLang={locale}
      lang={locale}
      className={className}
      aria-current={locale === current ? "true" : undefined}
      onClick={() => {
        setCookie("cc_locale", locale);
        onClick?.();
      }}
    >
      {children}
    </AnyPageLink>
  );
}
