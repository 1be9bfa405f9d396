import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { isMissing } from "../api/problem.ts";
import { m } from "../paraglide/messages.js";
import { Missing } from "./missing.tsx";

interface LoadedProps<Answer> {
  question: UseQueryResult<Answer>;
  children: (answer: Answer) => ReactNode;
}

/** What is known is shown, also when asking anew has failed; otherwise a skeleton, a way on, or another try. */
export function Loaded<Answer>({ question, children }: LoadedProps<Answer>) {
  if (question.data !== undefined) return children(question.data);
  if (question.isPending) return <SkeletonScreen label={m.loading()} />;
  if (isMissing(question.error)) return <Missing />;
  return <LoadFailed retry={() => void question.refetch()} />;
}

export function LoadFailed({ retry }: { retry(): void }) {
  return (
    <Notice kind="warning" live>
      <p>{m.load_failed()}</p>
      <Button variant="quiet" onClick={retry}>
        {m.try_again()}
      </Button>
    </Notice>
  );
}
