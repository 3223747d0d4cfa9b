import { withoutThoughts } from "./tagged-thoughts.ts";
import { endOfObject } from "../tools/call-input.ts";

/** The parts of a reply that may be a plan's JSON, found without knowing what a plan looks like. */
export interface PlanText {
  /** The reply without the thoughts and the fence that models put around a plan. */
  readonly bare: string;
  /** Every object that stands in it and is no part of another, in order. */
  readonly objects: readonly unknown[];
}

/**
 * Where a server does not hold its model to a schema, the plan stands behind thoughts in tags, in a fence, or
 * between words; braces may stand in all of these.
 */
export function readPlanText(text: string): PlanText {
  const whole = withoutFence(text.trim());
  // A plan of how to read tags has them in its own words.
  const bare = parsed(whole) === undefined ? withoutFence(behindThoughts(text.trim())) : whole;
  return { bare, objects: objectsIn(bare) };
}

/** All of it where nothing is behind: thoughts that nothing closes may hold the plan. */
const behindThoughts = (text: string): string => withoutThoughts(text).text.trim() || text;

const withoutFence = (text: string): string => text.replace(/^```\w*\s*\n([\s\S]*?)\n?```$/, "$1");

function objectsIn(text: string): readonly unknown[] {
  const objects: unknown[] = [];
  let begin = text.indexOf("{");
  for (let looks = 0; begin >= 0 && looks < looksMax; looks++) {
    const end = endOfObject(text, begin);
    const value = end === null ? undefined : parsed(text.slice(begin, end));
    if (value !== undefined) objects.push(value);
    begin = text.indexOf("{", value === undefined || end === null ? begin + 1 : end);
  }
  return objects;
}

/** How many braces are tried as the beginning of an object: a hostile reply may hold a million. */
const looksMax = 200;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
