import type { Json, JsonObject } from "../core/json.ts";
import { isArray, isObject, parseJson } from "./json-object.ts";

export type Role = "system" | "user" | "assistant";

/** One thing that was said in a conversation, on whatever wire. What was only thought is left out. */
export type Said =
  | { readonly type: "text"; readonly role: Role; readonly text: string }
  | { readonly type: "call"; readonly id: string; readonly tool: string; readonly input: Json }
  | { readonly type: "result"; readonly id: string; readonly text: string }
  /** A picture, a document, what the provider did by itself: as its wire spells it. */
  | { readonly type: "other"; readonly role: Role; readonly block: Json };

/** Some wires carry an input as JSON text, which some clients leave empty where a tool takes nothing. */
export function callSaid(id: Json | undefined, tool: Json | undefined, input?: Json): Said {
  const given = input ?? "";
  const read = given === "" ? {} : typeof given === "string" ? (parseJson(given) ?? given) : given;
  return { type: "call", id: String(id), tool: String(tool), input: read };
}

export const resultSaid = (id: Json | undefined, text: string): Said => ({
  type: "result",
  id: String(id),
  text,
});

export function roleOf(role: Json | undefined): Role {
  if (role === "developer" || role === "system") return "system";
  return role === "assistant" ? "assistant" : "user";
}

/** What one speaker's content holds: a text, or blocks, each read as its wire has them. */
export function contentSaid(
  role: Role,
  content: Json | undefined,
  blockSaid: (role: Role, block: JsonObject) => readonly Said[],
): readonly Said[] {
  if (typeof content === "string") return [{ type: "text", role, text: content }];
  return isArray(content)
    ? content.filter(isObject).flatMap((block) => blockSaid(role, block))
    : [];
}

/** One text where a speaker goes on, and one space for any: clients cut and join them as they like. */
export function joined(said: readonly Said[]): readonly Said[] {
  const whole: Said[] = [];
  for (const one of said) {
    const last = whole.at(-1);
    if (one.type === "result") whole.push({ ...one, text: plain(one.text) });
    else if (one.type !== "text") whole.push(one);
    else if (plain(one.text) === "") continue;
    else if (last?.type === "text" && last.role === one.role)
      whole[whole.length - 1] = { ...last, text: `${last.text} ${plain(one.text)}` };
    else whole.push({ ...one, text: plain(one.text) });
  }
  return whole;
}

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
