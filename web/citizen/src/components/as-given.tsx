import { langOf } from "../i18n/chinese.ts";

/** As somebody wrote it or a department keeps it: read in its own language, and turning nothing around it. */
export function AsGiven({ text }: { text: string }) {
  return <bdi lang={langOf(text)}>{text}</bdi>;
}
