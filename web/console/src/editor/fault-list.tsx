import { CircleAlert } from "lucide-react";
import type { Finding } from "../api/types.ts";
import { faultWord, withoutEchoes } from "../documents/explain-fault.ts";
import { findDocumentWord } from "../documents/words.ts";
import "./fault-list.css";

/** A finding in the clerk's language; the server's sentence where we have no words of our own. */
export function faultText({ rule, message }: Finding): string {
  const word = rule === "schema" ? faultWord(message) : { name: `rule_${rule.replaceAll("-", "_")}` };
  return (word && findDocumentWord(word.name, "inputs" in word ? word.inputs : undefined)) ?? message;
}

/** Rules whose sentence names what is missing or wrong. */
const SAYS_WHAT: ReadonlySet<string> = new Set(["unknown-reference", "unknown-field", "mapping", "request", "authentication", "parameter"]);

/** What the server adds that our words do not say: the exact code to write, the id that is missing. */
function faultRemedy({ rule, message, remedy }: Finding): string | undefined {
  if (rule === "schema") return undefined;
  if (SAYS_WHAT.has(rule)) return message;
  return rule === "implementing-code" ? remedy : undefined;
}

export function FaultList({ id, findings }: { id?: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="fault-list" id={id}>
      {withoutEchoes(findings).map((finding) => {
        const remedy = faultRemedy(finding);
        return (
          <li key={`${finding.pointer} ${finding.rule} ${finding.message}`}>
            <CircleAlert size={14} aria-hidden="true" />
            <span>
              {faultText(finding)}
              {remedy ? <span className="fault-remedy" lang="en">{remedy}</span> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
