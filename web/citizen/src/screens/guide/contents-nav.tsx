import type { ServiceGuide } from "../../api/catalogue.ts";
import { JumpLinks } from "../../components/jump-links.tsx";
import { m } from "../../paraglide/messages.js";

export function ContentsNav({ guide }: { guide: ServiceGuide }) {
  const links = [
    { id: "materials", name: m.part_materials() },
    { id: "process", name: m.part_process() },
    { id: "fees", name: m.part_fees() },
    { id: "offices", name: m.part_offices() },
    ...(guide.faq.length > 0 ? [{ id: "faq", name: m.part_faq() }] : []),
    { id: "legal", name: m.part_legal() },
  ];
  return <JumpLinks label={m.contents()} links={links} className="contents-nav" />;
}
