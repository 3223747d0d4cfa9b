import type { Json, JsonObject } from "../json.ts";
import { definitionOf, type WorkerTool } from "./worker-tool.ts";

/** What is wrong with a tool's input, and what it takes; `null`: nothing is. In words that a model mends by. */
export function problemOfInput(tool: WorkerTool, input: JsonObject): string | null {
  const { shape } = tool.schema;
  const isMember = (name: string): boolean => Object.hasOwn(shape, name);
  if (tool.schema.safeParse(input).success && Object.keys(input).every(isMember)) return null;
  // Made where it is needed: the text of a schema takes longer to make than most calls take.
  const { inputSchema } = definitionOf(tool);
  const members = inputSchema["properties"] as JsonObject;
  const missing = requiredOf(inputSchema).filter((name) => !Object.hasOwn(input, name));
  const wrong = Object.entries(input).filter(
    ([name, value]) => !isMember(name) || !shape[name]!.safeParse(value).success,
  );
  const problems = [
    ...missing.map((name) => `${name} is missing`),
    ...wrong.map(([name]) =>
      isMember(name) ? `${name} must be ${typeName(members[name]!)}` : `${name} is not a member`,
    ),
  ];
  return `${tool.name}: ${problems.join("; ")}. Expected: ${describe(inputSchema)}.`;
}

function typeName(shown: Json): string {
  const { type, items } = shown as JsonObject;
  if (type === "array") return `an array of ${String((items as JsonObject)["type"])}s`;
  return type === "integer" ? "an integer" : `a ${String(type)}`;
}

function describe(shown: JsonObject): string {
  const required = requiredOf(shown);
  return Object.entries(shown["properties"] as JsonObject)
    .map(([name, member]) => {
      const optional = required.includes(name) ? "" : ", optional";
      return `${name} (${typeName(member)}${optional})`;
    })
    .join(", ");
}

const requiredOf = (shown: JsonObject): readonly string[] =>
  (shown["required"] ?? []) as readonly string[];
