import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import { withPictures } from "../picture.ts";
import { fiveMinutesMs, hourMs, type PromptSegment } from "../prompt-cache.ts";

/**
 * A request's prompt in the order in which its prefixes are cached: tools, system, messages. What changes
 * how the model reads the messages stands before them, so that a change of it misses them.
 */
export function segmentsOf(body: JsonObject): readonly PromptSegment[] {
  const { tool_choice, thinking, speed } = body;
  const settings = { tool_choice, thinking, speed };
  const isSet = Object.values(settings).some((value) => value !== undefined && value !== null);
  const segments = [
    ...objectsOf(body.tools).map((tool) => segment("tool", tool)),
    ...textOrBlocks(body, "system").map((block) => segment("system", block)),
  ];
  const messages = objectsOf(body.messages).flatMap((message) =>
    textOrBlocks(message, "content").map((block) => segment(String(message.role), block)),
  );
  const [first, ...others] = messages;
  if (first !== undefined)
    segments.push(
      isSet ? { ...first, text: JSON.stringify(settings) + first.text } : first,
      ...others,
    );
  const last = segments.at(-1);
  // `cache_control` on the request itself means its last block.
  const keepMs = keepMsOf(body);
  if (last === undefined || keepMs === null) return segments;
  return [...segments.slice(0, -1), { ...last, keepMs: last.keepMs ?? keepMs }];
}

function textOrBlocks(holder: JsonObject, member: string): readonly JsonObject[] {
  const value = holder[member];
  return typeof value === "string" ? [{ type: "text", text: value }] : objectsOf(value);
}

/** A breakpoint moves on with the conversation, so it is no part of what a prefix holds. */
function segment(role: string, block: JsonObject): PromptSegment {
  const { cache_control: _, ...content } = block;
  const text = role + JSON.stringify(content);
  return {
    text: hasPicture(block) ? withPictures(text) : text,
    keepMs: keepMsOf(block) ?? innerKeepMs(block),
  };
}

function hasPicture({ type, content }: JsonObject): boolean {
  return (
    type === "image" ||
    type === "document" ||
    (isArray(content) && objectsOf(content).some((inner) => hasPicture(inner)))
  );
}

/** A breakpoint within a tool's result ends at the result. */
function innerKeepMs({ content }: JsonObject): number | null {
  const kept = objectsOf(content).map((inner) => keepMsOf(inner));
  return kept.find((keepMs) => keepMs !== null) ?? null;
}

function keepMsOf(block: Readonly<Record<string, Json>>): number | null {
  const control = block.cache_control;
  if (!isObject(control)) return null;
  return control.ttl === "1h" ? hourMs : fiveMinutesMs;
}
