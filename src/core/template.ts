import type { Document } from "./event.ts";

/** Puts values into the `{{places}}` of a template, once: what a value holds is left as it is. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  let text = "";
  let end = 0;
  for (;;) {
    const begin = template.indexOf("{{", end);
    const close = begin < 0 ? -1 : template.indexOf("}}", begin);
    if (close < 0) return text + template.slice(end);
    const value = values[template.slice(begin + 2, close)];
    text += template.slice(end, begin) + (value ?? template.slice(begin, close + 2));
    end = close + 2;
  }
}

/** Files as a model reads them. */
export function showDocuments(documents: readonly Document[]): string {
  return documents
    .map(({ path, text }) => `<file path="${path}">\n${text.replace(/\n?$/, "\n")}</file>`)
    .join("\n\n");
}
