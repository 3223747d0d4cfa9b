import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";

/** How a tool is called, besides its name. */
export interface OfferedTool {
  /** The group of tools that it stands in, which a call of it names. */
  readonly namespace: string | null;
  /** It takes text in place of an object, which this API calls a custom tool. */
  readonly takes: "object" | "text";
}

export type OfferedTools = ReadonlyMap<string, OfferedTool>;

/** The tools in these lists, by their names. One that stands in no namespace goes before one that does. */
export function offeredTools(...lists: readonly (Json | undefined)[]): OfferedTools {
  const offered = new Map<string, OfferedTool>();
  const enter = (list: Json | undefined, namespace: string | null): void => {
    for (const tool of objectsOf(list)) {
      const name = nameOfTool(tool);
      if (tool.type === "namespace") enter(tool.tools, name);
      if (name === null || tool.type === "namespace") continue;
      if (offered.has(name) && namespace !== null) continue;
      offered.set(name, { namespace, takes: tool.type === "custom" ? "text" : "object" });
    }
  };
  for (const list of lists) enter(list, null);
  return offered;
}

export const textToolsIn = (...lists: readonly (Json | undefined)[]): readonly string[] =>
  [...offeredTools(...lists)].flatMap(([name, { takes }]) => (takes === "text" ? [name] : []));

/** Chat Completions has a tool's name one level down. */
export function nameOfTool(tool: JsonObject): string | null {
  const named = [tool, tool.function, tool.custom].filter((one) => isObject(one));
  return named.map(({ name }) => name).find((name) => typeof name === "string") ?? null;
}
