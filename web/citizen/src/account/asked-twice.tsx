/** What cannot be had back is asked twice, in the same words and places wherever it is. */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { m } from "../paraglide/messages.js";
import { Row, type RowText } from "./rows.tsx";
import { Unfolded } from "./unfolded.tsx";
import { useTask } from "./use-task.ts";

interface SureProps {
  question?: ReactNode;
  failure?: string | undefined;
  busy: boolean;
  yes: ReactNode;
  /** Left out: 保留. */
  no?: string;
  large?: boolean;
  onYes(): void;
  onNo(): void;
}

/** The question, what stopped it, and the two answers. */
export function Sure({ question, failure, busy, yes, no = m.account_keep(), large = false, onYes, onNo }: SureProps) {
  return (
    <>
      {question === undefined ? null : <p>{question}</p>}
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      <div className="account-actions">
        <Button variant="danger" large={large} disabled={busy} onClick={onYes}>
          {yes}
        </Button>
        <Button variant="secondary" large={large} disabled={busy} onClick={onNo}>
          {no}
        </Button>
      </div>
    </>
  );
}

interface Asked {
  /** What is asked, for whoever hears it away from its place. */
  label: string;
  button: ReactNode;
  question?: ReactNode;
  yes: ReactNode;
  no?: string;
  words?: (error: unknown) => string;
  onYes(): Promise<void>;
}

/** Opens and closes the question; the focus comes back to the button when it is taken back. */
function useAsking({ words, onYes }: Pick<Asked, "words" | "onYes">) {
  const [asking, setAsking] = useState(false);
  const { busy, failure, run } = useTask(words);
  const id = useId();
  const takenBack = useRef(false);
  useEffect(() => {
    if (!asking && takenBack.current) document.getElementById(id)?.focus();
    takenBack.current = false;
  }, [asking, id]);
  const yes = () =>
    void run(async () => {
      await onYes();
      setAsking(false);
    });
  const no = () => {
    takenBack.current = true;
    setAsking(false);
  };
  return { asking, button: { id, onClick: () => setAsking(true) }, sure: { busy, failure, onYes: yes, onNo: no } };
}

/** A quiet button that opens the question in its own place. */
export function AskedTwice({ label, button, question, yes, no, words, onYes }: Asked) {
  const { asking, button: opens, sure } = useAsking({ words, onYes });
  if (asking) {
    return (
      <Unfolded label={label}>
        <Sure question={question} yes={yes} no={no} large {...sure} />
      </Unfolded>
    );
  }
  return (
    <div>
      <Button {...opens} variant="quiet" className="quiet-danger">
        {button}
      </Button>
    </div>
  );
}

/** A row with a quiet button at its end that opens the question below. */
export function RowAskedTwice({ asked, actions, children, ...row }: RowText & { asked: Asked | undefined; actions?: ReactNode; children?: ReactNode }) {
  const { asking, button, sure } = useAsking({ words: asked?.words, onYes: asked?.onYes ?? (() => Promise.resolve()) });
  return (
    <Row
      {...row}
      actions={
        asking ? null : (
          <>
            {actions}
            {asked ? (
              <Button {...button} variant="quiet" className="quiet-danger" aria-label={asked.label}>
                {asked.button}
              </Button>
            ) : null}
          </>
        )
      }
    >
      {children}
      {asked && asking ? (
        <Unfolded label={asked.label}>
          <Sure question={asked.question} yes={asked.yes} no={asked.no} {...sure} />
        </Unfolded>
      ) : null}
    </Row>
  );
}
