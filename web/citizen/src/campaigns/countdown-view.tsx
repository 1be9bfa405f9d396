import { useEffect, useRef, useState } from "react";
import { m } from "../paraglide/messages.js";
import { remainingOf, spokenBetween, untilNextSecond } from "./countdown.ts";
import { serverNow } from "./server-time.ts";
import { roughText } from "./words.ts";
import "./countdown-view.css";

interface CountdownProps {
  /** The server's moment that it runs to. */
  to: number;
  /** What then happens, such as 距离开始. */
  label: string;
  /** Said aloud, once, when it is over. */
  over: string;
  onOver?(): void;
}

/**
 * Digits for the eye that follow the server's clock. The ear hears how long it is when it comes by, and a few moments
 * when they pass; never the seconds.
 */
export function Countdown({ to, label, over, onOver }: CountdownProps) {
  const [left, setLeft] = useState<number>();
  const [said, setSaid] = useState("");
  const ending = useRef(onOver);
  useEffect(() => {
    ending.current = onOver;
  }, [onOver]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let before: number | undefined;
    const tick = () => {
      const now = to - serverNow();
      const moment = before === undefined ? undefined : spokenBetween(before, now);
      if (moment !== undefined) setSaid(moment === 0 ? over : m.campaign_spoken({ label, left: roughText(moment) }));
      before = now;
      setLeft(now);
      if (now <= 0) return ending.current?.();
      timer = setTimeout(tick, untilNextSecond(now));
    };
    tick();
    // A page in the background is woken seldom: seen again, it is put right at once.
    const onSeen = () => {
      if (document.visibilityState === "hidden") return;
      clearTimeout(timer);
      tick();
    };
    document.addEventListener("visibilitychange", onSeen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onSeen);
    };
  }, [to, label, over]);
  const { days, hours, minutes, seconds } = remainingOf(left ?? 0);
  const cells = [
    ...(left !== undefined && days === 0 ? [] : [{ name: m.campaign_cell_days(), value: days, pad: 1 }]),
    { name: m.campaign_cell_hours(), value: hours, pad: 2 },
    { name: m.campaign_cell_minutes(), value: minutes, pad: 2 },
    { name: m.campaign_cell_seconds(), value: seconds, pad: 2 },
  ];
  return (
    <div className="countdown">
      <p className="countdown-label">
        {label}
        {/* Read when somebody comes by; changes by the minute at most. */}
        <span className="visually-hidden">{left === undefined ? "" : roughText(left)}</span>
      </p>
      <div className="countdown-cells" aria-hidden="true">
        {cells.map(({ name, value, pad }) => (
          <span key={name} className="countdown-cell">
            <span className="countdown-figure">{left === undefined ? "–" : String(value).padStart(pad, "0")}</span>
            <span className="countdown-unit">{name}</span>
          </span>
        ))}
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}
