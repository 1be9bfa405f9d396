import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Tick } from "@citizen-cloud/ui/components/choice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import type { Material, ServiceGuide } from "../../api/catalogue.ts";
import { useStoredList } from "../../device/stored-list.ts";
import { say } from "../../i18n/locale.ts";
import { materialForm } from "../../i18n/service-words.ts";
import { m } from "../../paraglide/messages.js";
import { usePlace } from "../../routing/place.tsx";

/** What to bring, to be ticked off at home. The ticks stay on the device. */
export function Materials({ guide: { id, materials } }: { guide: ServiceGuide }) {
  const { city } = usePlace();
  const [ready, setReady] = useStoredList(`cc-materials-${city}-${id}`);
  if (materials.length === 0) {
    return (
      <Section id="materials" title={m.part_materials()}>
        <p>{m.materials_none()}</p>
      </Section>
    );
  }
  const isReady = (material: Material) => ready.includes(material.name.zh);
  return (
    <Section
      id="materials"
      title={m.part_materials()}
      more={<span className="materials-progress screen-only">{m.materials_ready({ ready: materials.filter(isReady).length, total: materials.length })}</span>}
    >
      <Card as="ul" className="materials">
        {materials.map((material) => (
          <li key={material.name.zh}>
            <Tick
              checked={isReady(material)}
              onChange={(checked) => setReady(checked ? [...ready, material.name.zh] : ready.filter((name) => name !== material.name.zh))}
            >
              <MaterialText material={material} />
            </Tick>
          </li>
        ))}
      </Card>
    </Section>
  );
}

function MaterialText({ material }: { material: Material }) {
  return (
    <>
      <span className="material-name">{say(material.name)}</span>
      <span className="material-meta">
        {materialForm(material)} · {m.material_issuer({ issuer: say(material.issuer) })}
      </span>
      {material.note ? <span className="material-note">{say(material.note)}</span> : null}
      <span className="material-chips">
        {material.mandatory ? null : <Chip>{m.material_optional()}</Chip>}
        {material.certificate ? <Chip tone="jade">{m.material_certificate()}</Chip> : null}
      </span>
    </>
  );
}
