import { isJsonObject, type JsonObject, readJson } from "../json.ts";

/** What a model wrote as a call's input: an object, or why it is none, in words for the model. */
export type CallInput =
  | { readonly ok: true; readonly input: JsonObject }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a call's input. By the wires it is one JSON object; models and servers also send nothing where a tool
 * needs nothing, an object encoded twice or within a fence, `{}` before or after the object, marks of the model's
 * template behind it, and line feeds within texts. What has one meaning is taken for it, and nothing is guessed.
 */
export function readCallInput(json: string): CallInput {
  const bare = unfenced(withoutThoughts(json.replace(templateEnd, "")).trim()).replace(
    nullFirst,
    "",
  );
  if (nothing.has(bare)) return { ok: true, input: {} };
  const first = readJson(bare);
  if (first.ok) return readValue(first.value);
  const again = readJson(withoutLastCommas(withEscapes(bare)));
  if (again.ok) return readValue(again.value);
  const objects = objectsIn(bare);
  const full = objects?.filter((object) => Object.keys(object).length > 0) ?? [];
  const [only, ...others] = full;
  if (objects !== null && others.every((other) => JSON.stringify(other) === JSON.stringify(only)))
    return { ok: true, input: only ?? {} };
  return { ok: false, problem: `is no JSON: ${first.problem}` };
}

/** What servers write where a call needs no input: PHP's empty list and Python's null among it. */
const nothing: ReadonlySet<string> = new Set(["", "null", "[]", "None", "undefined"]);

/** What a server wrote for the input that had not come yet. */
const nullFirst = /^(null|None|undefined)(?=\s*\{)/;

const templateEnd = /(?<=\})\s*(<\/?\w+>|<[|｜][\w|▁ ]+[|｜]>)\s*$/u;

/** Control characters within texts as JSON wants them. A text without an end is one: its quotes are not looked at again. */
function withEscapes(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*("|\\?$)/gs, (text) =>
    text.replace(/[\n\r\t]/g, (control) => JSON.stringify(control).slice(1, -1)),
  );
}

/** Without commas behind the last member or item, which other languages allow. */
const withoutLastCommas = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*("|\\?$)|,(?=\s*[}\]])/gs, (text) => (text === "," ? "" : text));

/** Some models write their thoughts into the call's input. */
const withoutThoughts = (json: string): string =>
  json.replace(/^\s*<(think|thinking)>[\s\S]*?<\/\1>(?=\s*\{)/, "");

/** How often an input may be encoded as a text within a text. */
const encodingsMax = 3;

function readValue(value: unknown): CallInput {
  let inner = value;
  for (let times = 0; typeof inner === "string" && times < encodingsMax; times++) {
    const text = unfenced(inner.trim());
    if (text === "") return { ok: true, input: {} };
    const parsed = readJson(text);
    if (!parsed.ok) break;
    inner = parsed.value;
  }
  // Brackets around the one object that there is.
  if (Array.isArray(inner) && inner.length === 1) [inner] = inner as readonly unknown[];
  if (isJsonObject(inner)) return { ok: true, input: inner };
  const kind = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  return { ok: false, problem: `is ${kind}, and must be a JSON object` };
}

const unfenced = (text: string): string =>
  text.startsWith("```") ? text.replace(/^```\w*\s*\n?([\s\S]*?)\n?\s*```$/, "$1").trim() : text;

/** Objects that stand one after another; `null` where there is anything else. */
function objectsIn(text: string): readonly JsonObject[] | null {
  const objects: JsonObject[] = [];
  for (let begin = 0; begin < text.length;) {
    const end = endOfObject(text, begin);
    const read = end === null ? null : readJson(text.slice(begin, end));
    if (end === null || read?.ok !== true || !isJsonObject(read.value)) return null;
    objects.push(read.value);
    begin = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
  }
  return objects;
}

/** Where the object that begins there ends: behind the brace that closes it; braces within texts are text. */
export function endOfObject(text: string, begin: number): number | null {
  if (text[begin] !== "{") return null;
  let depth = 0;
  let isText = false;
  for (let index = begin; index < text.length; index++) {
    const character = text[index];
    if (isText) {
      if (character === "\\") index++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return index + 1;
  }
  return null;
}
