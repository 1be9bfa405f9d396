import type { ReactNode } from "react";
import { Button, buttonClass, type ButtonVariant } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { ApiProblem } from "../api/problem.ts";
import { useWhose } from "../device/acting.ts";
import { useTask } from "./use-task.ts";

/** Until then the browser has begun to save it. */
const KEPT_MS = 60_000;

/** Hands a file to the browser to save. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

interface OwnFileProps {
  /** Where the API gives it. */
  address: string;
  name: string;
  variant?: ButtonVariant;
  words(error: unknown): string;
  children: ReactNode;
}

/** A file to save. A link of the browser's own says nothing of whom one acts for, so somebody else's is fetched first. */
export function OwnFile({ address, name, variant = "primary", words, children }: OwnFileProps) {
  const whose = useWhose();
  const { busy, failure, run } = useTask(words);
  if (!whose) {
    return (
      <a href={address} download className={buttonClass({ variant, large: true })}>
        {children}
      </a>
    );
  }
  const save = () =>
    run(async () => {
      const reply = await fetch(address, { headers: { "acting-for": whose.id }, cache: "no-store" });
      if (!reply.ok) throw new ApiProblem(reply.status, `The API answered ${reply.status}`);
      saveFile(await reply.blob(), name);
    });
  return (
    <>
      <Button variant={variant} large disabled={busy} onClick={() => void save()}>
        {children}
      </Button>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
    </>
  );
}
