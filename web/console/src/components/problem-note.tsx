import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Problem } from "../api/problem.ts";
import { m } from "../i18n/m.ts";
import { problemWords } from "./problem-words.ts";

/** A refusal or a fault where the answer would have stood. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <Notice kind="danger" live>
      <p>
        <strong>{problemWords(error)}</strong>
      </p>
      {error instanceof Error ? <p lang="en">{error.message}</p> : null}
      {error instanceof Problem && error.fields.length > 0 ? (
        <ul className="problem-fields">
          {error.fields.map((field) => (
            <li key={`${field.pointer} ${field.detail}`}>
              <code>{field.pointer}</code> <span lang="en">{field.detail}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {retry ? (
        <Button variant="secondary" onClick={retry}>
          {m.try_again()}
        </Button>
      ) : null}
    </Notice>
  );
}
