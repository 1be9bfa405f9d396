import { Armchair, CirclePause, TriangleAlert } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Countdown } from "../../campaigns/countdown-view.tsx";
import type { Campaign } from "../../campaigns/campaigns.ts";
import { serverNow } from "../../campaigns/server-time.ts";
import type { WaitingPlace } from "../../campaigns/waiting-place.ts";
import { clockText, countText, roughText } from "../../campaigns/words.ts";
import { m } from "../../paraglide/messages.js";
import "../../campaigns/campaigns.css";
import "./waiting-room.css";

const SPOKEN_EVERY_MS = 60_000;

interface WaitingRoomProps {
  campaign: Campaign;
  place: WaitingPlace | undefined;
  trouble: boolean;
  paused?: boolean;
}

/** Where one stands and until when at the latest; nothing here has to be watched. */
export function WaitingRoom({ campaign, place, trouble, paused = false }: WaitingRoomProps) {
  const early = place?.number === undefined;
  const heading = useId();
  const opensAt = Date.parse(campaign.opensAt);
  const [opened, setOpened] = useState(() => serverNow() >= opensAt);
  const ahead = place?.ahead ?? 0;
  const [most, setMost] = useState(ahead);
  useEffect(() => setMost((before) => Math.max(before, ahead)), [ahead]);
  return (
    <section className="waiting-room" aria-labelledby={heading}>
      <h3 id={heading}>
        {paused ? <CirclePause size={22} aria-hidden="true" /> : <Armchair size={22} aria-hidden="true" />}
        {paused ? m.campaign_waiting_paused() : m.campaign_waiting()}
      </h3>
      {early && !opened ? (
        <>
          <Countdown to={opensAt} label={m.campaign_until_open()} over={m.campaign_is_open()} onOver={() => setOpened(true)} />
          <p>{m.campaign_waiting_early()}</p>
        </>
      ) : null}
      {early && opened && !paused ? <p role="status">{m.campaign_waiting_drawing()}</p> : null}
      {place?.number === undefined ? null : <Ahead place={place} most={most} />}
      {trouble ? (
        <p className="waiting-trouble" role="status">
          <TriangleAlert size={18} aria-hidden="true" />
          {m.campaign_waiting_trouble()}
        </p>
      ) : null}
      <ul className="account-list account-small">
        <li>{m.campaign_waiting_close()}</li>
        <li>{m.campaign_waiting_auto()}</li>
        <li>{m.campaign_waiting_refresh()}</li>
      </ul>
    </section>
  );
}

function Ahead({ place, most }: { place: WaitingPlace; most: number }) {
  const { ahead = 0, turnAt, number = 0 } = place;
  const left = turnAt === undefined ? undefined : turnAt - serverNow();
  const estimate = left === undefined ? "" : left <= 0 ? m.campaign_turn_any_moment() : m.campaign_turn_in({ left: roughText(left) });
  const said = useSeldom(`${m.campaign_ahead_said({ count: countText(ahead) })} ${estimate}`);
  const done = most > 0 ? (most - ahead) / most : 1;
  return (
    <>
      <dl className="waiting-figures">
        <div>
          <dt>{m.campaign_ahead()}</dt>
          <dd className="waiting-ahead">{m.campaign_people({ count: countText(ahead) })}</dd>
        </div>
        <div>
          <dt>{m.campaign_estimate()}</dt>
          <dd>
            {estimate}
            {left !== undefined && left > 50_000 ? <span className="campaign-aside">{m.campaign_turn_by({ time: clockText(turnAt ?? 0) })}</span> : null}
          </dd>
        </div>
        <div>
          <dt>{m.campaign_your_number()}</dt>
          <dd>{countText(number)}</dd>
        </div>
      </dl>
      <svg className="waiting-bar" width="100%" height="10" aria-hidden="true">
        <rect className="waiting-bar-ground" width="100%" height="10" rx="5" />
        <rect className="waiting-bar-done" width={`${Math.max(2, Math.min(100, done * 100)).toFixed(1)}%`} height="10" rx="5" />
      </svg>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </>
  );
}

/** Words for the ear: the newest, but no more often than once a minute. */
function useSeldom(words: string): string {
  const [said, setSaid] = useState(words);
  const last = useRef(0);
  useEffect(() => {
    last.current ||= Date.now();
    if (words === said) return undefined;
    const timer = setTimeout(
      () => {
        last.current = Date.now();
        setSaid(words);
      },
      Math.max(0, last.current + SPOKEN_EVERY_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [words, said]);
  return said;
}
