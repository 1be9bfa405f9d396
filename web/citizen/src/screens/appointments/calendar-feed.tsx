import { CalendarPlus } from "lucide-react";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useAct } from "../../account/account-page.tsx";
import { useTask } from "../../account/use-task.ts";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import { m } from "../../paraglide/messages.js";

/** The telephone's own calendar follows by itself. The address is a key: shown once, ended here. */
export function CalendarFeed() {
  const act = useAct();
  const [address, setAddress] = useState<string>();
  const [ended, setEnded] = useState(false);
  const [copied, setCopied] = useState(false);
  const { busy, failure, run } = useTask(bookingProblemText);
  const begin = () =>
    run(async () => {
      const { url } = await act("post", "/api/v1/me/calendar-feed", {});
      setEnded(false);
      setAddress(url);
    });
  const end = () =>
    run(async () => {
      await act("delete", "/api/v1/me/calendar-feed", {});
      setAddress(undefined);
      setEnded(true);
    });
  return (
    <Disclosure summary={m.book_feed()}>
      <div className="account-form">
        <p className="account-text">{m.book_feed_note()}</p>
        {failure ? (
          <Notice kind="danger" live>
            {failure}
          </Notice>
        ) : null}
        {ended ? <Notice live>{m.book_feed_ended()}</Notice> : null}
        {address === undefined ? null : (
          <>
            <p className="secret-text">{address}</p>
            <p className="account-small">{m.book_feed_secret()}</p>
          </>
        )}
        <div className="account-actions">
          {address === undefined ? (
            <Button variant="secondary" disabled={busy} onClick={() => void begin()}>
              <CalendarPlus size={18} aria-hidden="true" />
              {m.book_feed_begin()}
            </Button>
          ) : (
            <>
              <a href={address.replace(/^https?:/, "webcal:")} className={buttonClass()}>
                <CalendarPlus size={18} aria-hidden="true" />
                {m.book_feed_add()}
              </a>
              <Button variant="secondary" onClick={() => void navigator.clipboard?.writeText(address).then(() => setCopied(true), () => undefined)}>
                {copied ? m.book_copied() : m.book_copy()}
              </Button>
            </>
          )}
          <Button variant="quiet" disabled={busy} onClick={() => void end()}>
            {m.book_feed_end()}
          </Button>
        </div>
        <span className="visually-hidden" role="status">
          {copied ? m.book_copied() : ""}
        </span>
      </div>
    </Disclosure>
  );
}
