import { Printer, Share2, Star } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import type { City, ServiceGuide } from "../../api/catalogue.ts";
import { KIND_TONES, kindName } from "../../components/kind-mark.tsx";
import { Part } from "../../components/part.tsx";
import { ShareButton } from "../../components/share-button.tsx";
import { useFavourite, useRememberVisit } from "../../device/kept-guides.ts";
import { say, sayOfficial } from "../../i18n/locale.ts";
import { levelName } from "../../i18n/service-words.ts";
import { m } from "../../paraglide/messages.js";
import { PageHeading, useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useHref, useParam, usePlace } from "../../routing/place.tsx";
import { ActionBar, ActionCard } from "./actions.tsx";
import { ContentsNav } from "./contents-nav.tsx";
import { Facts } from "./facts.tsx";
import { PrintHead } from "./print-head.tsx";
import { ReadAloud } from "./read-aloud.tsx";
import { GuideSections } from "./sections.tsx";
import { useUnfoldForPrint } from "./unfold-for-print.ts";

export function Guide({ city, guide }: { city: City; guide: ServiceGuide }) {
  useRememberVisit(city.id, guide.id);
  useHead({ title: `${say(guide.names)} · ${say(city.appNames)}`, description: say(guide.summary) });
  const official = sayOfficial(guide.names);
  const article = useRef<HTMLElement>(null);
  useUnfoldForPrint(article);
  return (
    <article ref={article} className="guide">
      <header className="guide-head">
        <PrintHead city={city} />
        <Replaced guide={guide} />
        <p className="guide-chips">
          {[guide.kind, ...(guide.alsoKinds ?? [])].map((kind) => (
            <Chip key={kind} tone={KIND_TONES[kind]}>
              {kindName(kind)}
            </Chip>
          ))}
          <Chip>{levelName(guide.level)}</Chip>
          <Link to={`/topics/${guide.topic}`}>
            <Chip>{say(guide.topicNames)}</Chip>
          </Link>
        </p>
        <PageHeading className="guide-title">{say(guide.names)}</PageHeading>
        {official ? (
          <p className="guide-official" lang="zh-Hans">
            {official}
          </p>
        ) : null}
        <p>{say(guide.summary)}</p>
        <Part>
          <GuideTools city={city} guide={guide} />
        </Part>
      </header>
      <div className="guide-side">
        <Part>
          <Facts city={city} guide={guide} />
        </Part>
        <Part>
          <ActionCard guide={guide} />
        </Part>
      </div>
      <Part>
        <ContentsNav guide={guide} />
      </Part>
      <GuideSections city={city} guide={guide} />
      <Part>
        <ActionBar guide={guide} />
      </Part>
    </article>
  );
}

function GuideTools({ city, guide }: { city: City; guide: ServiceGuide }) {
  const [kept, toggle] = useFavourite(city.id, guide.id);
  return (
    <div className="guide-tools">
      <Button variant="secondary" aria-pressed={kept} onClick={toggle}>
        <Star size={18} fill={kept ? "currentColor" : "none"} aria-hidden="true" />
        {kept ? m.favourite_kept() : m.favourite_keep()}
      </Button>
      <ShareButton title={say(guide.names)} text={say(guide.summary)} icon={<Share2 size={18} aria-hidden="true" />}>
        {m.share()}
      </ShareButton>
      <ReadAloud guide={guide} />
      <Button variant="secondary" onClick={() => print()}>
        <Printer size={18} aria-hidden="true" />
        {m.print()}
      </Button>
    </div>
  );
}

/** When the person asked for an item that this one replaced: say so, and correct the address. */
function Replaced({ guide }: { guide: ServiceGuide }) {
  const asked = useParam("id");
  const { search } = usePlace();
  const href = useHref();
  const navigator = useNavigator();
  const replaced = asked === guide.id ? (search.get("replaces") ?? undefined) : asked;
  useEffect(() => {
    if (asked !== guide.id) void navigator.visit(href(`/services/${guide.id}?replaces=${asked}`), { replace: true });
  });
  return replaced ? <Notice live>{m.guide_replaces({ id: replaced, name: say(guide.names) })}</Notice> : null;
}
