import { ErrorSummary, type FieldFault } from "@citizen-cloud/ui/components/error-summary.tsx";
import { m } from "../paraglide/messages.js";

/** At the head of a form: what stopped it, and where. */
export function FormSummary({ form }: { form: { faults: readonly FieldFault[]; failure: string | undefined; attempt: number } }) {
  const { faults, failure, attempt } = form;
  if (faults.length === 0 && failure === undefined) return null;
  return <ErrorSummary attempt={attempt} title={failure ?? m.account_faults({ count: faults.length })} faults={faults} />;
}
