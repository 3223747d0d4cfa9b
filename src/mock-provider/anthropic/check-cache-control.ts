import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { checkTag } from "./check-shape.ts";
import { firstComplaint } from "../shape.ts";

const breakpointsMax = 4;

/**
 * How a breakpoint must look. `path` is that of what bears it, as the API writes it: with the kind of a
 * message's block or of a tool, without one in `system`. Clients report `system.1.cache_control.ephemeral.scope`
 * and `tools.19.custom.cache_control.ephemeral.scope`, so the kind of the control is a part of the path too.
 */
export function checkControl({ cache_control: control }: JsonObject, path: string): string | null {
  if (control === undefined || control === null) return null;
  const at = path === "" ? "cache_control" : `${path}.cache_control`;
  if (!isObject(control)) return `${at}: Input should be an object`;
  const { type, ttl } = control;
  const wrong = checkTag(type, at, ["ephemeral"]);
  if (wrong !== null) return wrong;
  return ttl === undefined || ttl === null || ttl === "5m" || ttl === "1h"
    ? null
    : `${at}.ephemeral.ttl: Input should be '5m' or '1h'`;
}

interface Place {
  readonly path: string;
  readonly ttl: Json | undefined;
}

/**
 * The rules of the breakpoints among each other: those of an hour before those of five minutes, and at most
 * four. The second was seen in answers of the API to four, five and six of them
 * (github.com/aakshintala/fiber, research/anthropic-messages-probe).
 */
export function checkBreakpoints(body: JsonObject): string | null {
  const places = placesOf(body);
  let isShortSeen = false;
  return (
    firstComplaint(places, ({ path, ttl }) => {
      if (ttl === "1h" && isShortSeen)
        return `${path}.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`;
      isShortSeen ||= ttl !== "1h";
      return null;
    }) ??
    (places.length > breakpointsMax
      ? `A maximum of ${breakpointsMax} blocks with cache_control may be provided. Found ${places.length}.`
      : null)
  );
}

type Look = (block: JsonObject, path: string) => void;

const nowhere: Look = () => {};

/** The breakpoints, wherever the API looks for one, in its order: not inside a tool's schema or input. */
function placesOf(body: JsonObject): readonly Place[] {
  const places: Place[] = [];
  const look: Look = ({ cache_control: control }, path) => {
    if (isObject(control)) places.push({ path, ttl: control.ttl });
  };
  const lookInto = (blocks: Json | undefined, path: string, inside: Look): void => {
    if (!isArray(blocks)) return;
    for (const [index, block] of blocks.entries()) {
      if (!isObject(block)) continue;
      look(block, `${path}.${index}.cache_control`);
      inside(block, `${path}.${index}`);
    }
  };
  const lookAtResult: Look = (block, path) => {
    if (block.type === "tool_result")
      lookInto(block.content, `${path}.tool_result.content`, nowhere);
  };
  lookInto(body.tools, "tools", nowhere);
  lookInto(body.system, "system", nowhere);
  const messages = isArray(body.messages) ? body.messages : [];
  for (const [index, message] of messages.entries())
    if (isObject(message)) lookInto(message.content, `messages.${index}.content`, lookAtResult);
  // On the request itself it means its last block.
  look(body, "cache_control");
  return places;
}
