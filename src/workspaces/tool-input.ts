import { workspaceTools } from "../core/tools/tools.ts";
import type { Json, JsonObject } from "../core/json.ts";

/** A tool's input as its schema allows it. */
export type ToolInput =
  | { readonly tool: "bash"; readonly command: string }
  | {
      readonly tool: "read";
      readonly file_path: string;
      readonly view_range?: readonly number[];
    }
  | { readonly tool: "write"; readonly file_path: string; readonly content: string }
  | {
      readonly tool: "edit";
      readonly file_path: string;
      readonly old_string: string;
      readonly new_string: string;
      readonly replace_all?: boolean;
    }
  | { readonly tool: "glob"; readonly pattern: string; readonly path?: string }
  | { readonly tool: "grep"; readonly pattern: string; readonly path?: string };

export type FileToolInput = Exclude<ToolInput, { tool: "bash" }>;

/** What a model sent, judged by the tool's schema; a problem says what is expected instead. */
export function readToolInput(
  tool: string,
  input: JsonObject,
):
  | { readonly ok: true; readonly input: ToolInput }
  | { readonly ok: false; readonly problem: string } {
  const definition = workspaceTools.find((candidate) => candidate.name === tool);
  if (definition === undefined) {
    const names = workspaceTools.map((candidate) => candidate.name).join(", ");
    return { ok: false, problem: `There is no tool ${JSON.stringify(tool)}. There are: ${names}.` };
  }
  const problems = inputProblems(definition.inputSchema, input);
  if (problems.length > 0)
    return {
      ok: false,
      problem: `${tool}: ${problems.join("; ")}. Expected: ${describe(definition.inputSchema)}.`,
    };
  // The schema has just been held against every member.
  return { ok: true, input: { ...input, tool } as unknown as ToolInput };
}

function inputProblems(schema: JsonObject, input: JsonObject): string[] {
  const members = schema["properties"] as JsonObject;
  const required = schema["required"] as readonly string[];
  const missing = required
    .filter((name) => !Object.hasOwn(input, name))
    .map((name) => `${name} is missing`);
  const wrong = Object.entries(input).flatMap(([name, value]) => {
    if (!Object.hasOwn(members, name)) return [`${name} is not a member`];
    const member = members[name] as JsonObject;
    return fits(member, value) ? [] : [`${name} must be ${typeName(member)}`];
  });
  return [...missing, ...wrong];
}

function fits(schema: JsonObject, value: Json): boolean {
  switch (schema["type"]) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isInteger(value);
    case "array":
      return (
        Array.isArray(value) && value.every((item) => fits(schema["items"] as JsonObject, item))
      );
    default:
      return false;
  }
}

function typeName(schema: JsonObject): string {
  const type = String(schema["type"]);
  if (type === "array") return `an array of ${String((schema["items"] as JsonObject)["type"])}s`;
  return type === "integer" ? "an integer" : `a ${type}`;
}

function describe(schema: JsonObject): string {
  const required = schema["required"] as readonly string[];
  return Object.entries(schema["properties"] as JsonObject)
    .map(([name, member]) => {
      const optional = required.includes(name) ? "" : ", optional";
      return `${name} (${typeName(member as JsonObject)}${optional})`;
    })
    .join(", ");
}
