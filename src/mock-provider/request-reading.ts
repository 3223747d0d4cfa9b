import type { Json, JsonObject } from "../core/json.ts";
import { objectsOf } from "./json-object.ts";
import type { Said } from "./said.ts";

/** What everybody but a wire's own dialect knows of a request: no member of its body. */
export interface RequestReading {
  /** Block by block, as the client cut them. */
  readonly said: readonly Said[];
  /** All that a model reads, in its order: not what tools there are. */
  readonly text: string;
  readonly system: string;
  /** What a person said first and last, without what an agent put around it. */
  readonly firstUser: string;
  readonly lastUser: string;
  /** What it says last: a person's words, or the results of tools. */
  readonly lastWords: string;
  /** The names of the tools that it offers; `null` where they stand with the server, or in the conversation. */
  readonly tools: readonly string[] | null;
  /** Those of them that take text in place of an object. */
  readonly textTools: readonly string[];
  readonly toolChoice: ToolChoice;
  /** Whether a reply may hold more calls than one. */
  readonly hasParallelCalls: boolean;
  readonly model: Json;
  readonly isStreamed: boolean;
}

/** What a request lets the model do with the tools. */
export type ToolChoice =
  /** It calls what it wants, or nothing. */
  | { readonly type: "free" }
  | { readonly type: "none" }
  /** Nothing, or one of these. */
  | { readonly type: "allowed"; readonly tools: readonly string[] }
  /** It has to call one of these; `null`: any. */
  | { readonly type: "required"; readonly tools: readonly string[] | null };

/** Groups of tools that have no list of names in the request. */
const unlisted = /toolset|^mcp$|^tool_search|^computer/;

/** Whether a list holds tools whose names are not in it. */
export const hasUnlisted = (tools: Json | undefined): boolean =>
  objectsOf(tools).some(({ type }) => typeof type === "string" && unlisted.test(type));

/** The names in a list of tools; groups hold more of them. */
export function namesOfTools(
  tools: Json | undefined,
  nameOf: (tool: JsonObject) => Json | undefined,
): readonly string[] {
  return objectsOf(tools).flatMap((tool) => [
    String(nameOf(tool) ?? tool.type),
    ...namesOfTools(tool.tools, nameOf),
  ]);
}
