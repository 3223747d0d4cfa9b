import { hashOf, type Json, type JsonObject } from "../core/json.ts";
import { isArray, isObject, objectsOf } from "../mock-provider/json-object.ts";
import type { MockRequest } from "../mock-provider/reply-source.ts";
import { conversationOf, type Said } from "./conversation.ts";

/** What identifies a request, and tells it apart from another one. */
export interface Asked {
  /** The request's number. */
  readonly call: number;
  readonly atMs: number;
  readonly conversation: string;
  /** The conversation, and how it is to be answered. */
  readonly body: string;
  readonly model: Json;
  /** Hashes of what the system prompt says, and of what was said last to the model. */
  readonly system: string;
  readonly lastWords: string;
  /** The names of the tools that it offers; `null` where they stand with the server, or in the conversation. */
  readonly tools: readonly string[] | null;
}

export function askedBy(request: MockRequest, said: readonly Said[], atMs: number): Asked {
  const { call, body } = request;
  return {
    call,
    atMs,
    conversation: conversationOf(said),
    body: hashOf(body),
    model: body["model"] ?? null,
    system: conversationOf(said.filter(isSystem)),
    lastWords: conversationOf(lastSaid(said)),
    tools: offeredBy(body),
  };
}

const isSystem = (one: Said): boolean => "role" in one && one.role === "system";

const isModels = (one: Said): boolean =>
  one.type === "call" || ("role" in one && one.role === "assistant");

/** What the model is to answer; words put into its mouth may stand behind it. */
function lastSaid(said: readonly Said[]): readonly Said[] {
  const spoken = said.filter((one) => !isSystem(one));
  const heard = spoken.slice(0, spoken.findLastIndex((one) => !isModels(one)) + 1);
  return heard.slice(heard.findLastIndex(isModels) + 1);
}

/** Groups of tools that have no list of names in the request. */
const unlisted = /toolset|^mcp$|^tool_search|^computer/;

function offeredBy(body: JsonObject): readonly string[] | null {
  const { tools, functions, prompt, input, system, mcp_servers: servers } = body;
  const lists = [tools, functions].flatMap(objectsOf);
  const isToldElsewhere =
    isObject(prompt) ||
    isArray(servers) ||
    lists.some(({ type }) => typeof type === "string" && unlisted.test(type)) ||
    [...objectsOf(input), ...objectsOf(system)].some(
      ({ type, tools: added }) => isArray(added) || type === "tool_addition",
    );
  return isToldElsewhere ? null : toolsIn(tools, functions);
}

export const sameTools = (a: Asked, b: Asked): boolean => a.tools?.join() === b.tools?.join();

/** By name on each wire; Chat Completions has them one level down, and groups hold more of them. */
function toolsIn(...lists: readonly (Json | undefined)[]): readonly string[] {
  return lists.flatMap(objectsOf).flatMap((tool) => {
    const named = [tool, tool["function"], tool["custom"]].find(
      (one) => isObject(one) && typeof one["name"] === "string",
    );
    const own = isObject(named) ? named["name"] : tool["type"];
    return [String(own), ...toolsIn(tool["tools"])];
  });
}

/** What keeps a request from being another try at what was asked before, in few words. */
export function differenceBetween(before: Asked, now: Asked): string {
  if (before.lastWords !== now.lastWords) return "what it says last is different";
  if (before.system !== now.system) return "its system prompt is different";
  if (!sameTools(before, now)) return "it offers other tools";
  return "what was said before is different";
}
