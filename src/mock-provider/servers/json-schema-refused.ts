import type { KnownHabit } from "./habit.ts";

/** A server that does not take a schema for its replies, in its own words. */
export const noJsonSchema = (words: string, source: string): KnownHabit => ({
  type: "refuses",
  what: { type: "member", path: "response_format.type", is: "json_schema" },
  status: 400,
  words,
  param: "response_format",
  source,
});
