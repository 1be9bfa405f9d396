/** Two weeks of days, and the times of the chosen one. Used for booking and for changing. */
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { say, spokenLocale } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { useNow } from "../routing/clock.tsx";
import { Link } from "../routing/link.tsx";
import { type DayLook, dayLook, firstFreeDay } from "./day-look.ts";
import type { Day, Slot, Slots } from "./queries.ts";
import { addDays, chinaDate, clockText, type DayPart, dayPart, longDate, momentText, shortDate, spanText, weekdayText } from "./times.ts";
import "./day-times.css";

/** Longer than this the end is worth saying: half a day at a museum, not a quarter of an hour at a counter. */
const LONG_MS = 90 * 60_000;
const HARDLY_ANY = 3;
const PARTS: readonly DayPart[] = ["morning", "afternoon", "evening"];

interface DayTimesProps {
  slots: Slots;
  party: number;
  /** The day that was chosen; undefined: the first with room. */
  date: string | undefined;
  onDate(date: string): void;
  /** Shows other weeks, from this day on. */
  onFrom(from: string): void;
  pick: TimePick;
}

/** What a free time is: a link onwards, or a button. */
type TimePick = { to(slot: Slot): string } | { chosen: Slot | undefined; /** The time one has already, where it is of this calendar. */ own: string | undefined; onChoose(slot: Slot): void };

export function DayTimes({ slots, party, date, onDate, onFrom, pick }: DayTimesProps) {
  const today = chinaDate(useNow());
  const { days } = slots;
  const chosen = days.find((day) => day.date === date) ?? firstFreeDay(days, party) ?? days[0];
  if (!chosen) return null;
  return (
    <div className="day-times">
      <fieldset className="days">
        <legend>{m.book_choose_day()}</legend>
        <div className="days-grid">
          {days.map((day, index) => (
            <DayChoice key={day.date} day={day} party={party} today={today} first={index === 0} chosen={day.date === chosen.date} onChoose={() => onDate(day.date)} />
          ))}
        </div>
      </fieldset>
      <Weeks slots={slots} today={today} onFrom={onFrom} />
      <TimesOf day={chosen} party={party} days={days} today={today} onDate={onDate} pick={pick} />
    </div>
  );
}

function stateWord({ state, free }: DayLook): string {
  return { free: m.book_day_free, few: () => m.book_day_few({ count: free }), full: m.book_day_full, closed: m.book_day_closed, later: m.book_day_later }[state]();
}

interface DayChoiceProps {
  day: Day;
  party: number;
  today: string;
  first: boolean;
  chosen: boolean;
  onChoose(): void;
}

function DayChoice({ day, party, today, first, chosen, onChoose }: DayChoiceProps) {
  const look = dayLook(day, party);
  const newMonth = first || day.date.endsWith("-01");
  return (
    <label className={classNames("day", `day-${look.state}`)}>
      <input type="radio" name="day" value={day.date} checked={chosen} aria-label={`${longDate(day.date, today)} ${stateWord(look)}`} onChange={onChoose} />
      <span className="day-box" aria-hidden="true">
        <span className="day-name">{day.date === today ? m.book_today() : weekdayText(day.date)}</span>
        <span className={classNames("day-number", newMonth && "day-month")}>{newMonth ? shortDate(day.date) : Number(day.date.slice(8))}</span>
        <span className="day-state">{stateWord(look)}</span>
      </span>
    </label>
  );
}

function Weeks({ slots: { days, until, releaseAt }, today, onFrom }: { slots: Slots; today: string; onFrom(from: string): void }) {
  const now = useNow();
  const [first, last] = [days[0]?.date ?? today, days[days.length - 1]?.date ?? today];
  const [earlier, later] = [first > today, last < until];
  if (!earlier && !later && releaseAt === undefined) return null;
  return (
    <div className="weeks">
      {earlier ? (
        <Button variant="quiet" onClick={() => onFrom(addDays(first, -days.length))}>
          {m.book_earlier_days()}
        </Button>
      ) : null}
      {later ? (
        <Button variant="quiet" onClick={() => onFrom(addDays(last, 1))}>
          {m.book_later_days()}
        </Button>
      ) : null}
      {releaseAt === undefined || later ? null : <p className="account-small">{m.book_release({ when: momentText(releaseAt, now), date: longDate(addDays(until, 1), today) })}</p>}
    </div>
  );
}

interface TimesProps {
  day: Day;
  party: number;
  days: readonly Day[];
  today: string;
  onDate(date: string): void;
  pick: TimePick;
}

function TimesOf({ day, party, days, today, onDate, pick }: TimesProps) {
  const now = useNow();
  const { state } = dayLook(day, party);
  const next = firstFreeDay(days, party);
  const long = day.slots.some(({ startsAt, endsAt }) => Date.parse(endsAt) - Date.parse(startsAt) > LONG_MS);
  return (
    <section className="times" aria-labelledby="times">
      <h3 id="times" aria-live="polite">
        {longDate(day.date, today)}
        {day.holiday ? ` · ${say(day.holiday)}` : ""}
      </h3>
      {state === "free" || state === "few" ? null : (
        <Notice kind="calm">
          {state === "full" ? (party > 1 ? m.book_full_for({ count: party }) : m.book_full_day()) : state === "later" && day.opensAt !== undefined ? m.book_opens({ when: momentText(day.opensAt, now) }) : day.closed ? m.book_closed_why({ why: say(day.closed) }) : m.book_no_times()}
          {next && next.date !== day.date ? (
            <>
              {" "}
              <Button variant="quiet" className="notice-button" onClick={() => onDate(next.date)}>
                {m.book_next_free({ date: longDate(next.date, today) })}
              </Button>
            </>
          ) : null}
        </Notice>
      )}
      {PARTS.map((part) => {
        const slots = day.slots.filter(({ startsAt }) => dayPart(startsAt) === part);
        return slots.length === 0 ? null : (
          <div key={part} className="times-part" role="group" aria-label={partName(part)}>
            <p className="times-part-name" aria-hidden="true">
              {partName(part)}
            </p>
            <ul className={classNames("times-grid", long && "times-grid-long")}>
              {slots.map((slot) => (
                <li key={slot.startsAt}>{slot.free >= party ? <FreeTime slot={slot} long={long} pick={pick} /> : <TakenTime slot={slot} long={long} />}</li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

function partName(part: DayPart): string {
  return { morning: m.book_morning, afternoon: m.book_afternoon, evening: m.book_evening }[part]();
}

function FreeTime({ slot, long, pick }: { slot: Slot; long: boolean; pick: TimePick }) {
  const { startsAt, endsAt, free } = slot;
  const text = (
    <>
      <span className="time-clock">{long ? spanText(startsAt, endsAt) : clockText(startsAt)}</span>
      <span className={classNames("time-free", free <= HARDLY_ANY && "time-few")}>{m.book_free({ count: new Intl.NumberFormat(spokenLocale()).format(free) })}</span>
    </>
  );
  if ("to" in pick) {
    return (
      <Link to={pick.to(slot)} className="time">
        {text}
      </Link>
    );
  }
  return (
    <button type="button" className="time" aria-pressed={startsAt === pick.chosen?.startsAt} disabled={pick.own !== undefined && Date.parse(startsAt) === Date.parse(pick.own)} onClick={() => pick.onChoose(slot)}>
      {text}
    </button>
  );
}

function TakenTime({ slot: { startsAt, endsAt, free }, long }: { slot: Slot; long: boolean }) {
  return (
    <span className="time time-taken">
      <span className="time-clock">{long ? spanText(startsAt, endsAt) : clockText(startsAt)}</span>
      <span className="time-free">{free === 0 ? m.book_taken() : m.book_free({ count: free })}</span>
    </span>
  );
}
