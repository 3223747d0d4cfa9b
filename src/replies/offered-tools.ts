import type { Json, JsonObject } from "../core/json.ts";
import { isArray, isObject, objectsOf } from "../mock-provider/json-object.ts";

/** Groups of tools that have no list of names in the request. */
const unlisted = /toolset|^mcp$|^tool_search|^computer/;

/** The names of the tools that a request offers; `null` where they stand with the server, or in the conversation. */
export function offeredBy(body: JsonObject): readonly string[] | null {
  const { tools, functions, prompt, input, system, mcp_servers: servers } = body;
  const lists = [tools, functions].flatMap(objectsOf);
  const isListedElsewhere =
    isObject(prompt) ||
    isArray(servers) ||
    lists.some(({ type }) => typeof type === "string" && unlisted.test(type)) ||
    [...objectsOf(input), ...objectsOf(system)].some(
      ({ type, tools: added }) => isArray(added) || type === "tool_addition",
    );
  return isListedElsewhere ? null : toolsIn(tools, functions);
}

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
