import { visibleText } from "../visible-text.ts";

declare const brand: unique symbol;
/** HTML that was written here. A plain string never is: it gets escaped. */
export interface Markup {
  readonly [brand]: true;
  readonly text: string;
}

type Part = Markup | string | number | readonly Markup[];

/** `html` around parts: strings and numbers are escaped and made inert, also within quoted attributes. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = closeUp(fixed[0]);
  for (const [index, part] of parts.entries()) text += textOf(part) + closeUp(fixed[index + 1]);
  return trusted(text);
}

/** The indentation of the source is no part of the page; where a line breaks, so may the page. */
function closeUp(text = ""): string {
  return text.replace(/\s*\n\s*/g, "\n");
}

/** Only for what this room's own files hold, such as the style sheet. */
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
