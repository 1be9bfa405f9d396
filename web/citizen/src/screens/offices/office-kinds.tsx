import { FilterChips } from "../../components/filter-chips.tsx";
import type { Office } from "../../api/catalogue.ts";
import { m } from "../../paraglide/messages.js";

type OfficeKind = Office["kind"];

const KINDS: readonly [OfficeKind, () => string][] = [
  ["service-hall", m.office_kind_service_hall], ["police", m.office_kind_police], ["social-security", m.office_kind_social_security], ["hospital", m.office_kind_hospital],
  ["vaccination", m.office_kind_vaccination], ["tax", m.office_kind_tax], ["real-estate", m.office_kind_real_estate], ["vehicle", m.office_kind_vehicle],
  ["civil-affairs", m.office_kind_civil_affairs], ["housing-fund", m.office_kind_housing_fund], ["community", m.office_kind_community], ["library", m.office_kind_library],
  ["utility", m.office_kind_utility], ["notary", m.office_kind_notary], ["shelter", m.office_kind_shelter],
];

/** A kind named in the address, when there is such a kind. */
export function officeKindOf(name: string | null): OfficeKind | undefined {
  return KINDS.find(([kind]) => kind === name)?.[0];
}

export function OfficeKinds({ chosen, onChoose }: { chosen?: string; onChoose(kind: string | undefined): void }) {
  return (
    <FilterChips
      label={m.office_kinds()}
      options={KINDS.map(([value, name]) => ({ value, label: name() }))}
      value={chosen}
      onChoose={onChoose}
    />
  );
}
