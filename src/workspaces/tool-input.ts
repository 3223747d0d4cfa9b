import type { Json, JsonObject } from "../core/json.ts";
import { definitionOf, type WorkerTool } from "../core/tools/worker-tool.ts";
import { type ToolInputs, type ToolName, workspaceTools } from "../core/tools/worker-tools.ts";

/** A tool's input as its schema allows it. */
export type ToolInput = {
  readonly [Name in ToolName]: { readonly tool: Name } & ToolInputs[Name];
}[ToolName];

export type FileToolInput = Exclude<ToolInput, { readonly tool: "bash" }>;

export type EditInput = Extract<ToolInput, { readonly tool: "edit" }>;

/**
 * An edit as it is meant for this text: models write line feeds alone, also where each line of the file ends in CR LF, so
 * that two lines would never be found there.
 */
export function withLineEndsOf(text: string, edit: EditInput): EditInput {
  if (!text.includes("\r\n") || /(?<!\r)\n/.test(text)) return edit;
  const ended = (part: string) => part.replace(/\r?\n/g, "\r\n");
  return { ...edit, old_string: ended(edit.old_string), new_string: ended(edit.new_string) };
}

/** What a model sent, judged by the tool's schema; a problem says what is expected instead. */
export function readToolInput(
  name: string,
  input: JsonObject,
):
  | { readonly ok: true; readonly input: ToolInput }
  | { readonly ok: false; readonly problem: string } {
  const tool = workspaceTools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const names = workspaceTools.map((candidate) => candidate.name).join(", ");
    return { ok: false, problem: `There is no tool ${JSON.stringify(name)}. There are: ${names}.` };
  }
  const inputSchema = shownSchemas.get(tool)!;
  const problems = inputProblems(tool, inputSchema, input);
  if (problems.length > 0)
    return {
      ok: false,
      problem: `${name}: ${problems.join("; ")}. Expected: ${describe(inputSchema)}.`,
    };
  // The schema has just been held against every member.
  return { ok: true, input: { ...input, tool: name } as unknown as ToolInput };
}

/** Made once, because a schema's text takes longer to make than most calls take. */
const shownSchemas: ReadonlyMap<WorkerTool, JsonObject> = new Map(
  workspaceTools.map((tool) => [tool, definitionOf(tool).inputSchema]),
);

/** In words of our own, because a model mends what it is told plainly. */
function inputProblems({ schema }: WorkerTool, shown: JsonObject, input: JsonObject): string[] {
  const members = shown["properties"] as JsonObject;
  const required = shown["required"] as readonly string[];
  const missing = required
    .filter((name) => !Object.hasOwn(input, name))
    .map((name) => `${name} is missing`);
  const wrong = Object.entries(input).flatMap(([name, value]) => {
    if (!Object.hasOwn(members, name)) return [`${name} is not a member`];
    return schema.shape[name]!.safeParse(value).success
      ? []
      : [`${name} must be ${typeName(members[name]!)}`];
  });
  return [...missing, ...wrong];
}

function typeName(shown: Json): string {
  const { type, items } = shown as JsonObject;
  if (type === "array") return `an array of ${String((items as JsonObject)["type"])}s`;
  return type === "integer" ? "an integer" : `a ${String(type)}`;
}

function describe(shown: JsonObject): string {
  const required = shown["required"] as readonly string[];
  return Object.entries(shown["properties"] as JsonObject)
    .map(([name, member]) => {
      const optional = required.includes(name) ? "" : ", optional";
      return `${name} (${typeName(member)}${optional})`;
    })
    .join(", ");
}
