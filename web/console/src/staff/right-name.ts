import type { EmergencyRecord } from "../api/types.ts";
import { findWord } from "../i18n/words.ts";

export const rightName = (right: EmergencyRecord["right"]) => findWord(`right_${right.replaceAll("-", "_")}`) ?? right;
