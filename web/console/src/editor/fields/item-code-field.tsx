import { Wand2 } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { departmentsQuery } from "../../api/queries.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { type FieldProps, useForm } from "../form-scope.ts";
import { implementingCode } from "../implementing-code.ts";
import { StringField } from "./simple-fields.tsx";

/** The implementing code follows from other fields, so nobody has to put 31 characters together by hand. */
export function ItemCodeField(props: FieldProps) {
  const { change, readBody, readOnly } = useForm();
  const { data } = useQuery(departmentsQuery(useCity()));
  const fill = () => {
    const code = implementingCode(readBody(), data?.items ?? []);
    if (code !== undefined) change(props.pointer, code);
  };
  return (
    <div className="stack">
      <StringField {...props} />
      {readOnly ? null : (
        <Button variant="quiet" onClick={fill}>
          <Wand2 size={14} aria-hidden="true" />
          {w.fill_code()}
        </Button>
      )}
    </div>
  );
}
