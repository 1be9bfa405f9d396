import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Skeleton } from "@citizen-cloud/ui/components/skeleton.tsx";
import "@citizen-cloud/ui/components/card.css";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { useAsker } from "../routing/place.tsx";
import { type PublicKind, publicKindsQuery } from "./kinds.ts";
import { publicRecordQuery } from "./public-records.ts";
import { Value } from "./value.tsx";

const SHOWN = 3;

/** The city now, in three figures: the air, the weather, the roads. Asked by the browser, so that no page waits for it. */
export function CityStrip({ except }: { except?: string }) {
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  const { data: kinds, isError } = useQuery({ ...publicKindsQuery(useAsker()), enabled: inBrowser });
  if (isError) return null;
  const shown = kinds?.filter(({ id, headline, parameters }) => id !== except && headline !== undefined && parameters.every(({ optional }) => optional)).slice(0, SHOWN);
  return (
    <nav aria-label={m.record_city_now()}>
      <ul className="city-strip">
        {shown
          ? shown.map((kind) => (
              <li key={kind.id} className="card">
                <Link to={`/data/${kind.id}`} className="city-strip-link">
                  <span className="city-strip-name">{say(kind.names)}</span>
                  <Figure kind={kind} />
                </Link>
              </li>
            ))
          : Array.from({ length: except ? SHOWN - 1 : SHOWN }, (_unused, index) => (
              <li key={index}>
                <Skeleton shape="card" />
              </li>
            ))}
      </ul>
    </nav>
  );
}

function Figure({ kind }: { kind: PublicKind }) {
  const { data } = useQuery(publicRecordQuery(useAsker(), kind.id));
  const headline = kind.fields.find(({ name }) => name === kind.headline);
  const word = kind.fields.find(({ name, type }) => name !== kind.headline && (type === "code" || type === "text") && kind.facts.includes(name));
  return (
    <span className="city-strip-figure">
      {data?.record && headline ? <Value field={headline} value={data.record[headline.name]} /> : "—"}
      {data?.record && word && data.record[word.name] !== undefined ? (
        <span className="city-strip-word">
          <Value field={word} value={data.record[word.name]} />
        </span>
      ) : null}
    </span>
  );
}
