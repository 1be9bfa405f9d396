/** HTML that may stand in a page as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A template whose values are escaped, but for those that are HTML already and lists of them. */
export function html(strings: TemplateStringsArray, ...values: (Html | Html[] | string | number)[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(write)));
}

function write(value: Html | Html[] | string | number): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(write).join("");
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
