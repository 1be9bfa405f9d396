import type { ComponentProps, ReactNode } from "react";
import { FormSummary } from "./form-summary.tsx";

interface AccountFormProps {
  /** As `useForm` keeps it: it sends once at a time, and says what is wrong. */
  form: ComponentProps<typeof FormSummary>["form"];
  /** What stands above what is wrong: the steps, a clock. */
  above?: ReactNode;
  /** Of one field, whose fault stands at the field: only what else stopped it is summed up. */
  brief?: boolean;
  /** As wide as a line is read well. */
  narrow?: boolean;
  onSend(): unknown;
  children: ReactNode;
}

/** The frame of a form: sent by us and not by the browser, and what is wrong above the fields, where it takes the focus. */
export function AccountForm({ form, above, brief = false, narrow = false, onSend, children }: AccountFormProps) {
  return (
    <form
      className={narrow ? "account-form account-narrow" : "account-form"}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onSend();
      }}
    >
      {above}
      {brief && form.failure === undefined ? null : <FormSummary form={form} />}
      {children}
    </form>
  );
}
