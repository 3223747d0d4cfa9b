import type { Event } from "../../../core/event.ts";
import type { Json, JsonObject } from "../../../core/json.ts";
import type { Settings } from "../../../core/settings.ts";
import type { Complain } from "../../../mock-provider/reading/turn.ts";

type SystemPrompts = Settings["prompts"]["system"];

/** What each tier is told to be; nothing in a log that does not say. */
export function systemPromptsOf([first]: readonly Event[]): Partial<SystemPrompts> {
  return first?.type === "run.started" ? first.settings.prompts.system : {};
}

/** A request holds its tier's system prompt, in whatever part of it the server takes that. */
export function checkSystemPrompt(
  body: JsonObject,
  prompt: string | undefined,
  complain: Complain,
): void {
  if (prompt !== undefined && !holds(body, prompt)) complain("it lacks its system prompt");
}

function holds(value: Json, text: string): boolean {
  if (typeof value === "string") return value.includes(text);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((member) => holds(member, text));
}
