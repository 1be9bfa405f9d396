import { useEffect, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { m } from "../paraglide/messages.js";

/** Seconds until another code may be asked for; counts down by itself. */
export function useCountdown(): [seconds: number, start: (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    // By the clock, not by counting: a telephone that slept counts nothing.
    const timer = setInterval(() => setSeconds(Math.max(0, Math.ceil((until - Date.now()) / 1_000))), 500);
    return () => clearInterval(timer);
  }, [until]);
  const start = (wait: number) => {
    setUntil(Date.now() + wait * 1_000);
    setSeconds(wait);
  };
  return [seconds, start];
}

/** Asks for another code; tells how long that still takes. The seconds are for the eye: counting aloud helps nobody. */
export function SendAgain({ seconds, busy, onSend }: { seconds: number; busy: boolean; onSend(): void }) {
  return (
    <Button variant="quiet" disabled={seconds > 0 || busy} onClick={onSend}>
      {seconds > 0 ? m.account_code_again_in({ count: seconds }) : m.account_code_again()}
    </Button>
  );
}
