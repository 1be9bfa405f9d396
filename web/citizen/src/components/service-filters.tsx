import type { ServiceFilter } from "../api/queries.ts";
import { m } from "../paraglide/messages.js";
import { useNavigator } from "../routing/navigator.tsx";
import { useHref, usePlace } from "../routing/place.tsx";
import { levelName } from "../i18n/service-words.ts";
import { FilterChips } from "./filter-chips.tsx";
import { kindName } from "./kind-mark.tsx";

const KINDS = ["query", "book", "handle", "pay"] as const;
const LEVELS = ["city", "district", "community"] as const;
const AUDIENCES = ["citizen", "enterprise"] as const;

/** The filters of a list of services, as they stand in the address. */
export function serviceFilterOf(search: URLSearchParams): ServiceFilter {
  const kind = KINDS.find((each) => each === search.get("kind"));
  const level = LEVELS.find((each) => each === search.get("level"));
  const audience = AUDIENCES.find((each) => each === search.get("audience"));
  return { kind, level, audience };
}

/** 查 约 办 缴, level, and for whom. */
export function ServiceFilters() {
  const { path, search } = usePlace();
  const navigator = useNavigator();
  const href = useHref();
  const change = (name: string) => (value: string | undefined) => {
    const next = new URLSearchParams(search);
    if (value === undefined) next.delete(name);
    else next.set(name, value);
    const query = next.toString();
    void navigator.visit(href(query ? `${path}?${query}` : path), { replace: true });
  };
  const { kind, level, audience } = serviceFilterOf(search);
  return (
    <>
      <FilterChips label={m.filter_kind()} options={KINDS.map((value) => ({ value, label: kindName(value) }))} value={kind} onChoose={change("kind")} />
      <FilterChips
        label={m.filter_more()}
        options={LEVELS.map((value) => ({ value, label: levelName(value) }))}
        value={level}
        onChoose={change("level")}
      />
      <FilterChips
        label={m.filter_audience()}
        options={[
          { value: "citizen", label: m.audience_citizen() },
          { value: "enterprise", label: m.audience_enterprise() },
        ]}
        value={audience}
        onChoose={change("audience")}
      />
    </>
  );
}
