import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../../components/loaded.tsx";
import { Part } from "../../components/part.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { usePreferences } from "../../device/preferences.tsx";
import type { City, ServiceLink } from "../../api/catalogue.ts";
import { cityQuery, homeQuery } from "../../api/queries.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { PageHeading, useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { ElderHome } from "./elder-home.tsx";
import { StandardHome } from "./standard-home.tsx";
import "./home.css";

const SUGGESTED_COUNT = 5;

export const prepare: ScreenModule["prepare"] = (ask, asker) => Promise.all([ask(cityQuery(asker)), ask(homeQuery(asker))]);

export function Screen() {
  const city = useQuery(cityQuery(useAsker()));
  return <Loaded question={city}>{(known) => <Home city={known} />}</Loaded>;
}

function Home({ city }: { city: City }) {
  const { mode } = usePreferences();
  const home = useQuery(homeQuery(useAsker()));
  useHead({ title: `${say(city.appNames)} · ${say(city.slogan)}`, description: say(city.about) });
  return (
    <>
      <div className="hero on-jade">
        <div className="hero-glaze">
          <div className="page">
            <div className="hero-search">
              <PageHeading className="hero-title">{m.home_question({ city: say(city.names) })}</PageHeading>
              <Part>
                <SearchBox />
              </Part>
              <Suggested services={home.data?.popular.slice(0, SUGGESTED_COUNT) ?? []} />
            </div>
          </div>
        </div>
      </div>
      <div className="page">
        <Loaded question={home}>
          {(contents) => (mode === "elder" ? <ElderHome city={city} contents={contents} /> : <StandardHome city={city} contents={contents} />)}
        </Loaded>
      </div>
    </>
  );
}

function Suggested({ services }: { services: ServiceLink[] }) {
  return (
    <p className="hero-suggested">
      {m.home_often()}
      {services.map((service) => (
        <Link key={service.id} to={`/services/${service.id}`}>
          {say(service.names)}
        </Link>
      ))}
    </p>
  );
}
