import type { JsonObject } from "../../core/json.ts";
import type { NamePrefixes } from "../call-names.ts";
import type { Question } from "../dialect.ts";
import type { PromptSegment } from "../prompt-cache.ts";
import type { Wire } from "../reply-source.ts";
import type { ApiComplaint } from "./error.ts";

/** A request to this API that was understood, but for what both ways of asking have in common. */
export interface ApiQuestion extends Omit<Question, "account" | "errorOf"> {
  readonly model: string;
  /** The prompt, for counting and for the cache of prefixes. */
  readonly prompt: readonly PromptSegment[];
}

/** One of the two ways in which this API is asked. */
export interface ApiDialect {
  readonly wire: Wire;
  readonly prefixes: NamePrefixes;
  /** How its path ends. */
  readonly path: string;
  /** As recorded by many clients of the one API, and in reports of Codex, which speaks the other. */
  readonly missingKey: string;
  read(body: JsonObject): ApiQuestion | ApiComplaint;
}

export function isApiQuestion(read: ApiQuestion | ApiComplaint): read is ApiQuestion {
  return "prompt" in read;
}
