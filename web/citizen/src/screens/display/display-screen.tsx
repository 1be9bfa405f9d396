import { Maximize, Volume2, VolumeX, WifiOff } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { QrCode } from "../../account/qr-code.tsx";
import { type Queue, queueQuery } from "../../booking/queries.ts";
import { Loaded } from "../../components/loaded.tsx";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useAsker, useParam, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { Both, BothNames } from "./both.tsx";
import { useAnnouncements } from "./use-announcements.ts";
import { useLiveQueue } from "./use-live-queue.ts";
import { useNowTime } from "./use-now-time.ts";
import { usePlaceCode } from "./use-place-code.ts";
import { useWakeLock } from "./use-wake-lock.ts";
import "./display.css";

/** Without a live connection it is asked for in this time. */
const LOOK_AGAIN_MS = 5_000;
const CALLS_SHOWN = 9;
const LINES_SHOWN = 6;

export const prepare: ScreenModule["prepare"] = (ask, asker, { params }) => ask(queueQuery(asker, params.office ?? ""));

/** The screen that hangs in an office: who is called where, in both languages whatever the page's, with a voice if wanted. */
export function Screen() {
  const question = queueQuery(useAsker(), useParam("office"));
  const live = useLiveQueue(question.queryKey);
  const queue = useQuery({ ...question, refetchInterval: live ? false : LOOK_AGAIN_MS, refetchIntervalInBackground: true, refetchOnMount: "always" });
  return <Loaded question={queue}>{(known) => <Hall queue={known} lost={!live && queue.isError} />}</Loaded>;
}

function Hall({ queue, lost }: { queue: Queue; lost: boolean }) {
  const { locale } = usePlace();
  const { office, serving, lines } = queue;
  const time = useNowTime();
  const placeCode = usePlaceCode(queue.city, office.id);
  const voice = useAnnouncements(serving);
  useWakeLock();
  useHead({ title: m.display_title({ office: locale === "en" ? office.names.en : office.names.zh }) });
  const [last, ...before] = serving.slice(0, CALLS_SHOWN);
  return (
    <div className="display">
      <header className="display-head">
        <h1 className="display-office">
          <BothNames names={office.names} />
        </h1>
        <p className="display-clock">{time}</p>
      </header>

      <section className="display-calls" aria-labelledby="display-calling">
        <h2 id="display-calling" className="display-label">
          <Both word={m.display_calling} />
        </h2>
        <div aria-live="polite">
          {last ? (
            // A new call is a new element, so that it draws attention to itself once.
            <p key={`${last.number} ${last.calledAt} ${last.times}`} className="display-last">
              <strong className="display-number">{last.number}</strong>
              <span className="display-to">
                <span aria-hidden="true" className="display-arrow">
                  →
                </span>
                <span className="display-counter">
                  <Both word={m.display_counter} inputs={{ number: last.counter }} />
                </span>
                {last.times > 1 ? (
                  <span className="display-again">
                    <Both word={m.display_again} />
                  </span>
                ) : null}
              </span>
            </p>
          ) : (
            <p className="display-none">
              <Both word={m.display_none} />
            </p>
          )}
        </div>
        {before.length > 0 ? (
          <ul className="display-before">
            {before.map((call) => (
              <li key={`${call.number} ${call.counter}`}>
                <strong>{call.number}</strong>
                <span>
                  <Both word={m.display_counter} inputs={{ number: call.counter }} />
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </section>

      <aside className="display-side">
        {placeCode ? (
          <section className="display-code" aria-labelledby="display-check-in">
            <h2 id="display-check-in" className="display-label">
              <Both word={m.display_check_in} />
            </h2>
            <QrCode text={placeCode.address} label={m.display_check_in()} />
            <p className="display-digits">
              <span className="display-small">
                <Both word={m.display_code} />
              </span>
              <strong>{placeCode.code}</strong>
            </p>
          </section>
        ) : null}
        <section aria-labelledby="display-waiting">
          <h2 id="display-waiting" className="display-label">
            <Both word={m.display_waiting} />
          </h2>
          <dl className="display-lines">
            {busiestFirst(lines).map(({ id, prefix, names, appointments, walkIns, estimateMinutes }) => (
              <Fragment key={id}>
                <dt>
                  <span className="display-prefix">{prefix}</span>
                  <span>
                    <BothNames names={names} />
                  </span>
                </dt>
                <dd>
                  {appointments + walkIns === 0 ? (
                    <Both word={m.display_no_wait} />
                  ) : (
                    <>
                      <strong>
                        <Both word={m.display_people} inputs={{ count: appointments + walkIns }} />
                      </strong>
                      <span className="display-about">
                        <Both word={m.display_about} inputs={{ count: estimateMinutes }} />
                      </span>
                    </>
                  )}
                </dd>
              </Fragment>
            ))}
          </dl>
        </section>
      </aside>

      <footer className="display-foot">
        {lost ? (
          <p className="display-lost" role="status">
            <WifiOff aria-hidden="true" />
            {m.display_lost({ time: clockOf(queue.at) })}
          </p>
        ) : (
          <p>
            <Both word={m.display_missed} />
          </p>
        )}
        <span className="display-acts">
          {voice.possible ? (
            <button type="button" className="display-button" aria-pressed={voice.on} onClick={voice.toggle}>
              {voice.on ? <Volume2 aria-hidden="true" /> : <VolumeX aria-hidden="true" />}
              {voice.on ? m.display_voice_off() : m.display_voice_on()}
            </button>
          ) : null}
          <button type="button" className="display-button" onClick={() => void document.documentElement.requestFullscreen?.()}>
            <Maximize aria-hidden="true" />
            {m.display_full()}
          </button>
        </span>
      </footer>
    </div>
  );
}

/** A hall of twenty lines has more than a screen: those where people wait are never cut off. */
function busiestFirst(lines: Queue["lines"]): Queue["lines"] {
  const waiting = ({ appointments, walkIns }: Queue["lines"][number]) => Math.sign(appointments + walkIns);
  return [...lines].sort((one, other) => waiting(other) - waiting(one)).slice(0, LINES_SHOWN);
}

function clockOf(iso: string): string {
  return new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(iso));
}
