import type { DocumentKind, DocumentSummary } from "../api/types.ts";
import { findWord } from "../i18n/words.ts";

export function kindName(kind: DocumentKind): string {
  return findWord(`kind_${kind.replaceAll("-", "_")}`) ?? kind;
}

export function kindsName(kind: DocumentKind): string {
  return findWord(`kinds_${kind.replaceAll("-", "_")}`) ?? kind;
}

/** Of an item in a list, before the words for whole documents are loaded. */
export function serviceKindName({ serviceKind }: Pick<DocumentSummary, "serviceKind">): string {
  return serviceKind ? (findWord(`service_kind_${serviceKind}`) ?? serviceKind) : "—";
}

export function serviceLevelName({ level }: Pick<DocumentSummary, "level">): string {
  return level ? (findWord(`service_level_${level}`) ?? level) : "—";
}
