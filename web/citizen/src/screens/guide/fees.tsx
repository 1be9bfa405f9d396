import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import type { ServiceGuide } from "../../api/catalogue.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";

export function Fees({ guide: { fee } }: { guide: ServiceGuide }) {
  return (
    <Section id="fees" title={m.part_fees()}>
      {fee.charged ? (
        <Card padded>
          <table className="fees">
            <thead>
              <tr>
                <th scope="col">{m.fee_item()}</th>
                <th scope="col">{m.fee_standard()}</th>
              </tr>
            </thead>
            <tbody>
              {(fee.lines ?? []).map((line) => (
                <tr key={line.name.zh}>
                  <td>{say(line.name)}</td>
                  <td>{say(line.standard)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {fee.basis ? <p className="small-print">{m.fee_basis({ basis: say(fee.basis) })}</p> : null}
        </Card>
      ) : (
        <p>{m.fee_none_sentence()}</p>
      )}
    </Section>
  );
}
