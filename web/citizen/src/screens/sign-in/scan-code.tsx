import { useEffect, useRef, useState } from "react";
import { Smartphone } from "lucide-react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Skeleton } from "@citizen-cloud/ui/components/skeleton.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { problemText } from "../../account/problem-words.ts";
import { QrCode } from "../../account/qr-code.tsx";
import { ApiProblem } from "../../api/problem.ts";
import { m } from "../../paraglide/messages.js";
import type { Arrive } from "./use-arrive.ts";

type Shown = Answer<"post", "/api/v1/sign-in/scans">;
const ASK_EVERY_MS = 2_000;

/** A code to be scanned with a telephone that is signed in; this side waits until it is approved there. */
export function ScanCode({ onArrive }: { onArrive: Arrive }) {
  const [round, setRound] = useState(0);
  return <OneCode key={round} onArrive={onArrive} onAgain={() => setRound(round + 1)} />;
}

function OneCode({ onArrive, onAgain }: { onArrive: Arrive; onAgain(): void }) {
  const [shown, setShown] = useState<Shown>();
  const [state, setState] = useState<"waiting" | "seen">("waiting");
  const [failure, setFailure] = useState<string>();
  const arrive = useRef(onArrive);
  useEffect(() => {
    arrive.current = onArrive;
  }, [onArrive]);

  useEffect(() => {
    const stop = new AbortController();
    const follow = async () => {
      try {
        const scan = await askPersonal("post", "/api/v1/sign-in/scans", { body: {} }, stop.signal);
        setShown(scan);
        while (!stop.signal.aborted) {
          await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
          if (stop.signal.aborted) return;
          const answer = await askPersonal("post", "/api/v1/sign-in/scans/{id}", { path: { id: scan.id }, body: { secret: scan.secret } }, stop.signal);
          if ("person" in answer) return arrive.current(answer);
          const { state: followed } = answer as unknown as { state: "waiting" | "seen" };
          setState(followed);
        }
      } catch (error) {
        if (stop.signal.aborted) return;
        setShown(undefined);
        setFailure(error instanceof ApiProblem && error.code === "scan-refused" ? m.account_scan_refused() : error instanceof ApiProblem && error.code === "scan-expired" ? m.account_scan_expired() : problemText(error));
      }
    };
    void follow();
    return () => stop.abort();
  }, []);

  if (failure) {
    return (
      <div className="qr-box">
        <p role="alert">{failure}</p>
        <Button onClick={onAgain}>{m.account_scan_again()}</Button>
      </div>
    );
  }
  return (
    <div className="qr-box">
      {shown ? <QrCode text={shown.text} label={m.account_scan_picture()} /> : <Skeleton shape="card" />}
      <p role="status">
        {state === "seen" ? (
          <>
            <Smartphone size={20} aria-hidden="true" /> {m.account_scan_seen()}
          </>
        ) : (
          m.account_scan_how()
        )}
      </p>
    </div>
  );
}
