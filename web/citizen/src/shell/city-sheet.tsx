import { useQuery } from "@tanstack/react-query";
import { Sheet } from "@citizen-cloud/ui/components/sheet.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { citiesQuery } from "../api/queries.ts";
import { setCookie } from "../device/preferences.tsx";
import { say } from "../i18n/locale.ts";
import { CitySeal } from "../components/city-seal.tsx";
import { m } from "../paraglide/messages.js";
import { formatAddress } from "../routing/address.ts";
import { AnyPageLink } from "../routing/link.tsx";
import { useAsker, usePlace } from "../routing/place.tsx";
import "./sheets.css";

export default function CitySheet({ onClose }: { onClose(): void }) {
  const { data: cities } = useQuery(citiesQuery(useAsker()));
  const { locale, city: current } = usePlace();
  return (
    <Sheet open onOpenChange={(open) => open || onClose()} title={m.change_city()} closeLabel={m.close()}>
      {cities ? (
        <ul className="sheet-options">
          {cities.items.map((city) => (
            <li key={city.id}>
              <AnyPageLink
                href={formatAddress(locale, city.id)}
                className="sheet-option"
                aria-current={city.id === current ? "true" : undefined}
                onClick={() => {
                  setCookie("cc_city", city.id);
                  // An area of the city one leaves means nothing in the next.
                  if (city.id !== current) setCookie("cc_division", undefined);
                  onClose();
                }}
              >
                <CitySeal city={city.id} />
                <span>
                  <strong>{say(city.names)}</strong>
                  <span className="sheet-option-note">{say(city.appNames)}</span>
                </span>
              </AnyPageLink>
            </li>
          ))}
        </ul>
      ) : (
        <SkeletonScreen label={m.loading()} />
      )}
    </Sheet>
  );
}
