import { visibleText } from "../visible-text.ts";

declare const brand: unique symbol;
/** HTML that is known to be safe. A plain string is not: it is escaped. */
export interface Markup {
  readonly [brand]: true;
  readonly text: string;
}

type Part = Markup | string | number | readonly Markup[];

/** A template tag for HTML. Strings and numbers among the parts are escaped, for quoted attributes too. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = closeUp(fixed[0]);
  for (const [index, part] of parts.entries()) text += textOf(part) + closeUp(fixed[index + 1]);
  return trusted(text);
}

/** Replaces line breaks and indentation of the source by a single line break. */
function closeUp(text = ""): string {
  return text.replace(/\s*\n\s*/g, "\n");
}

/** Marks text as safe HTML. Only for constants of our own, such as style sheets. */
export function trusted(text: string): Markup {
  return { text } as Markup;
}

export const nothing: Markup = trusted("");

function textOf(part: Part): string {
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escapeHtml(part);
  return "text" in part ? part.text : part.map((one) => one.text).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
