import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import type { Complain } from "./turn.ts";

/**
 * Where a request of the Messages API marks what its server is to keep: the newest words are marked, so that the next
 * request finds all of this one; and what changes from request to request, the line on turns that were dropped, is not.
 * A server that takes no marks gets none.
 */
export function checkMarks(body: JsonObject, complain: Complain): void {
  const messages = blocksOf(body["messages"]).map(({ content }) => blocksOf(content));
  if (!messages.flat().some(isMarked)) return;
  const [first = []] = messages;
  const last = messages.at(-1)?.findLast(({ type }) => !String(type).endsWith("thinking"));
  if (last !== undefined && !isMarked(last)) complain("the newest words are not marked to be kept");
  if (first.some((block) => isMarked(block) && isNotice(block)))
    complain("what is marked to be kept ends with a line that changes");
}

const blocksOf = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];

const isMarked = (block: JsonObject): boolean => "cache_control" in block;

const isNotice = ({ text }: JsonObject): boolean =>
  typeof text === "string" && /^\[Turns? 1\b.* dropped to make room/.test(text);
