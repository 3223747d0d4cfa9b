import { z } from "zod";
import type { Json, JsonObject } from "../json.ts";
import type { ToolDefinition } from "../message.ts";

/** Everything that the program knows of a tool, but for what the two workspaces do when it is called. */
export interface WorkerTool<
  Name extends string = string,
  Schema extends z.ZodObject = z.ZodObject,
  Scope extends ToolScope<keyof z.infer<Schema> & string> = ToolScope<
    keyof z.infer<Schema> & string
  >,
> {
  readonly name: Name;
  /** What the model is told of it. */
  readonly description: string;
  /** Its input: the check, the type, the schema that the model is shown and the type in scenarios come from it. */
  readonly schema: Schema;
  /**
   * A call that changes nothing is allowed by a built-in rule, and is made again after a crash without asking.
   * One that changes the worktree does so at its paths alone; what a shell changes cannot be told.
   */
  readonly changes: "nothing" | "worktree" | "anything";
  /** What of a call rules speak of, and so what `always` allows from then on; `null`: of nothing but the name. */
  readonly scope: Scope;
  /** The member that says in one line what a call is about. */
  readonly subject: keyof z.infer<Schema> & string;
}

/**
 * Which members of the input rules read: a command line, each path that the call reads or changes, or the folder that it
 * searches. A path that is not named here is judged by no rule.
 */
export type ToolScope<Member extends string = string> =
  | { readonly type: "command"; readonly member: Member }
  | { readonly type: "paths"; readonly members: readonly Member[] }
  | { readonly type: "search"; readonly member: Member }
  | null;

export const workerTool = <
  const Name extends string,
  Schema extends z.ZodObject,
  const Scope extends ToolScope<keyof z.infer<Schema> & string>,
>(
  tool: WorkerTool<Name, Schema, Scope>,
): WorkerTool<Name, Schema, Scope> => tool;

/** The tool as a model is shown it. */
export const definitionOf = ({ name, description, schema }: WorkerTool): ToolDefinition => ({
  name,
  description,
  inputSchema: plain(z.toJSONSchema(schema) as JsonObject),
});

/** In this order, because the text of a prompt decides whether a provider finds it in its cache. */
const keywords = ["type", "properties", "items", "description", "required"] as const;

/** Without the keywords that say nothing to a model, such as the bounds of an integer. */
function plain(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    keywords.flatMap((keyword): [string, Json][] => {
      const value = schema[keyword];
      if (value === undefined) return [];
      if (keyword === "items") return [[keyword, plain(value as JsonObject)]];
      if (keyword !== "properties") return [[keyword, value]];
      const members = Object.entries(value as JsonObject);
      return [
        [
          keyword,
          Object.fromEntries(members.map(([name, member]) => [name, plain(member as JsonObject)])),
        ],
      ];
    }),
  );
}
