import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { firstComplaint } from "./first-complaint.ts";

const breakpointsMax = 4;

interface Place {
  readonly path: string;
  readonly block: JsonObject;
}

/**
 * The rules of the prompt cache's breakpoints: at most four, of a known life, none on what cannot be
 * cached, and those of an hour before those of five minutes.
 */
export function checkCacheControl(body: JsonObject): string | null {
  const places = placesOf(body);
  if (places.length === 0) return null;
  let isShortSeen = false;
  return (
    firstComplaint(places, ({ path, block }) => {
      const control = block.cache_control;
      const at = `${path}.cache_control`;
      if (!isObject(control)) return `${at}: Input should be an object`;
      if (control.type !== "ephemeral") return `${at}.type: Input should be 'ephemeral'`;
      const { ttl } = control;
      if (ttl !== undefined && ttl !== null && ttl !== "5m" && ttl !== "1h")
        return `${at}.ttl: Input should be '5m' or '1h'`;
      if (block.type === "thinking" || block.type === "redacted_thinking")
        return `${path}.${block.type}.cache_control: Extra inputs are not permitted`;
      if (block.type === "text" && block.text === "")
        return `${path}: cache_control cannot be set for empty text blocks`;
      if (ttl === "1h" && isShortSeen)
        return `${at}.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`;
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
  const look: Look = (block, path) => {
    const control = block.cache_control;
    if (control !== undefined && control !== null) places.push({ path, block });
  };
  const lookInto = (blocks: Json | undefined, path: string, inside: Look): void => {
    if (!isArray(blocks)) return;
    for (const [index, block] of blocks.entries()) {
      if (!isObject(block)) continue;
      look(block, `${path}.${index}`);
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
  look({ cache_control: body.cache_control ?? null }, "request");
  return places;
}
