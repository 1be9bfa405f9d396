import type { MouseEvent } from "react";
import type { ServiceGuide } from "../../api/catalogue.ts";
import { m } from "../../paraglide/messages.js";

/** Leads to the parts of a long guide without leaving marks in the history. */
export function ContentsNav({ guide }: { guide: ServiceGuide }) {
  const parts: [id: string, name: string][] = [
    ["materials", m.part_materials()],
    ["process", m.part_process()],
    ["fees", m.part_fees()],
    ["offices", m.part_offices()],
    ...(guide.faq.length > 0 ? [["faq", m.part_faq()] as [string, string]] : []),
    ["legal", m.part_legal()],
  ];
  return (
    <nav className="contents-nav" aria-label={m.contents()}>
      {parts.map(([id, name]) => (
        <a key={id} href={`#${id}`} onClick={(event) => showPart(event, id)}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function showPart(event: MouseEvent, id: string): void {
  const heading = document.getElementById(id);
  if (!heading) return;
  event.preventDefault();
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}
