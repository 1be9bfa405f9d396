import { generate } from "lean-qr";
import { toSvgPath } from "lean-qr/extras/svg";
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import type { City } from "../../api/catalogue.ts";
import { say } from "../../i18n/locale.ts";
import { CitySeal } from "../../components/city-seal.tsx";
import { m } from "../../paraglide/messages.js";

/** The head of the printed guide: whose it is, and a code that leads back to the living page. */
export function PrintHead({ city }: { city: City }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    // Drawing the code is work that nobody on the screen should wait for; the printer does not wait for us.
    const draw = () => flushSync(() => setAddress(location.origin + location.pathname));
    addEventListener("beforeprint", draw);
    return () => removeEventListener("beforeprint", draw);
  }, []);
  return (
    <div className="print-only">
      <CitySeal city={city.id} />
      <div>
        <strong>{say(city.appNames)}</strong>
        <p className="small-print">{m.print_note()}</p>
        <p className="small-print">{address}</p>
      </div>
      {address ? <PrintCode address={address} /> : null}
    </div>
  );
}

function PrintCode({ address }: { address: string }) {
  const code = generate(address);
  return (
    <svg className="print-code" viewBox={`0 0 ${code.size} ${code.size}`} aria-hidden="true">
      <path d={toSvgPath(code)} />
    </svg>
  );
}
