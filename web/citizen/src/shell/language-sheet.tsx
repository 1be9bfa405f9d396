import { Sheet } from "@citizen-cloud/ui/components/sheet.tsx";
import { LOCALE_NAMES, LOCALES } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { LocaleLink } from "../routing/locale-link.tsx";
import "./sheets.css";

export default function LanguageSheet({ onClose }: { onClose(): void }) {
  return (
    <Sheet open onOpenChange={(open) => open || onClose()} title={m.change_language()} closeLabel={m.close()}>
      <ul className="sheet-options">
        {LOCALES.map((locale) => (
          <li key={locale}>
            <LocaleLink locale={locale} className="sheet-option" onClick={onClose}>
              <strong>{LOCALE_NAMES[locale]}</strong>
            </LocaleLink>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
