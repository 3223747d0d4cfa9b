import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import { isTooDeep, levelsMax } from "../reading/nesting.ts";
import { itemsIn, member } from "./member.ts";

const known: ReadonlySet<string> = new Set([
  "cachedContent",
  "contents",
  "generationConfig",
  "labels",
  "model",
  "safetySettings",
  "serviceTier",
  "store",
  "systemInstruction",
  "toolConfig",
  "tools",
]);

/** What the API would refuse in a request's body, as it would say it; `null` where it takes it. */
export function requestComplaint(body: JsonObject): string | null {
  if (isTooDeep(body)) return `The request nests more than ${levelsMax} levels deep.`;
  const stray = Object.keys(body).find((name) => !known.has(camel(name)));
  if (stray !== undefined)
    return `Invalid JSON payload received. Unknown name "${stray}": Cannot find field.`;
  const contents = itemsIn(member(body, "contents"));
  if (contents.length === 0)
    return "* GenerateContentRequest.contents: contents is not specified\n";
  return (
    contents.map(contentComplaint).find((amiss) => amiss !== null) ??
    itemsIn(member(body, "tools"))
      .map(toolComplaint)
      .find((amiss) => amiss !== null) ??
    turnsComplaint(contents)
  );
}

const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function contentComplaint({ role, parts }: JsonObject, index: number): string | null {
  if (role !== undefined && role !== "user" && role !== "model" && role !== "function")
    return "Please use a valid role: user, model.";
  if (itemsIn(parts).length === 0)
    return `* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.\n`;
  const empty = itemsIn(parts).findIndex((part) => !holdsData(part));
  return empty < 0
    ? null
    : `* GenerateContentRequest.contents[${index}].parts[${empty}].data: required oneof field 'data' must have one initialized field\n`;
}

const data = [
  "text",
  "inlineData",
  "fileData",
  "functionCall",
  "functionResponse",
  "executableCode",
  "codeExecutionResult",
  "thoughtSignature",
  "toolCall",
  "toolResponse",
];

const holdsData = (part: JsonObject): boolean =>
  data.some((name) => member(part, name) !== undefined);

const functionName = /^[A-Za-z_][\w.:-]{0,127}$/;

function toolComplaint(tool: JsonObject, index: number): string | null {
  const functions = itemsIn(member(tool, "functionDeclarations"));
  const at = functions.findIndex(({ name }) => !functionName.test(String(name)));
  return at < 0
    ? null
    : `* GenerateContentRequest.tools[${index}].function_declarations[${at}].name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.\n`;
}

/** Each turn of calls is answered by the very next turn, with as many results. */
function turnsComplaint(contents: readonly JsonObject[]): string | null {
  let open = 0;
  for (const { parts } of contents) {
    const results = countOf(parts, "functionResponse");
    if (results !== open)
      return open === 0
        ? "Please ensure that function response turn comes immediately after a function call turn."
        : "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";
    open = countOf(parts, "functionCall");
  }
  return open === 0
    ? null
    : "Please ensure that single turn requests end with a user role or the role field is empty.";
}

const countOf = (parts: Json | undefined, name: string): number =>
  itemsIn(parts).filter((part) => isObject(member(part, name))).length;
