import { CalendarClock, CircleCheck, Gift, ShieldCheck } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import { askPersonal } from "../account/api.ts";
import { useTask } from "../account/use-task.ts";
import { timeText } from "../account/words.ts";
import { newKey } from "../booking/idempotency.ts";
import { AsGiven } from "../components/as-given.tsx";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { carryOut, inboxKey, type Message, type MessageAction } from "./inbox.ts";

const LOOKS = {
  appointment: { icon: CalendarClock, tone: "gold" },
  campaign: { icon: Gift, tone: "rose" },
  account: { icon: ShieldCheck, tone: "jade" },
} as const;

/** One message, with what one tap does and what came of it, in its place. */
export function MessageCard({ message }: { message: Message }) {
  const { id, city, class: about, at, readAt, title, body, link, actions = [] } = message;
  const { icon: Icon, tone } = LOOKS[about];
  const queries = useQueryClient();
  const unread = readAt === undefined;
  const markRead = async () => {
    if (!unread) return;
    await askPersonal("post", "/api/v1/me/messages/{id}/read", { path: { id } });
    await queries.invalidateQueries({ queryKey: inboxKey });
  };
  const task = useTask();
  return (
    <li className={classNames("card message", unread && "message-unread")}>
      <Tile tone={tone} small>
        <Icon size={22} strokeWidth={1.75} aria-hidden="true" />
      </Tile>
      <article className="message-body" aria-labelledby={`message-${id}`}>
        <div className="message-head">
          <h3 id={`message-${id}`} className="message-title">
            {unread ? <span className="message-dot" aria-hidden="true" /> : null}
            {unread ? <span className="visually-hidden">{m.messages_new()}</span> : null}
            <AsGiven text={say(title)} />
          </h3>
          <time className="message-time" dateTime={at}>
            {timeText(at)}
          </time>
        </div>
        <p className="message-text">
          <AsGiven text={say(body)} />
        </p>
        <Actions actions={actions} title={say(title)} onDone={() => void markRead().catch(() => undefined)} />
        <div className="message-actions">
          {link ? (
            <Link to={link} city={city} className={buttonClass({ variant: "quiet" })} onClick={() => void markRead().catch(() => undefined)}>
              {m.messages_open()}
              <span className="visually-hidden">{say(title)}</span>
            </Link>
          ) : null}
          {unread ? (
            <Button variant="quiet" disabled={task.busy} onClick={() => void task.run(markRead)}>
              {m.messages_read()}
              <span className="visually-hidden">{say(title)}</span>
            </Button>
          ) : null}
        </div>
        {task.failure ? (
          <Notice kind="danger" live>
            {task.failure}
          </Notice>
        ) : null}
      </article>
    </li>
  );
}

/** What ends something is asked once more before it is done. */
function Actions({ actions, title, onDone }: { actions: readonly MessageAction[]; title: string; onDone(): void }) {
  const [asked, setAsked] = useState<MessageAction>();
  const [done, setDone] = useState<MessageAction>();
  const { busy, failure, run } = useTask();
  // One key for each thing meant: a tap that seemed to fail and is made again happens once.
  const keys = useRef(new Map<string, string>());
  const act = (action: MessageAction) =>
    run(async () => {
      const key = keys.current.get(action.id) ?? newKey();
      keys.current.set(action.id, key);
      await carryOut(action, key);
      setAsked(undefined);
      setDone(action);
      onDone();
    });
  return (
    <div className="message-answer" role="status">
      {done ? (
        <p className="message-done">
          <CircleCheck size={20} aria-hidden="true" />
          {m.messages_done({ what: say(done.label) })}
        </p>
      ) : null}
      {failure ? <Notice kind="danger">{failure}</Notice> : null}
      {done || actions.length === 0 ? null : asked ? (
        <div className="message-actions">
          <span>{m.messages_sure({ what: say(asked.label) })}</span>
          <Button variant="danger" disabled={busy} onClick={() => void act(asked)}>
            {m.messages_yes({ what: say(asked.label) })}
          </Button>
          <Button variant="secondary" disabled={busy} onClick={() => setAsked(undefined)}>
            {m.messages_no()}
          </Button>
        </div>
      ) : (
        <div className="message-actions" role="group" aria-label={title}>
          {actions.map((action) => (
            <Button key={action.id} variant={action.tone === "go" ? "primary" : "secondary"} disabled={busy} onClick={() => (action.tone === "stop" ? setAsked(action) : void act(action))}>
              {say(action.label)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
