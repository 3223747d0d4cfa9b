import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import {
  type ParamCheck,
  mayBe,
  mayBeAmong,
  mayBeDecimal,
  mayBeObject,
  mayBeString,
  wrongType,
  wrongValue,
} from "./check.ts";
import type { ApiComplaint } from "./error.ts";

// Settings that a mock needs not understand, which both ways of asking this API have, in the order and the words that it
// was seen to have, August and September 2026 (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, its parity tests).

export const anyObject = mayBeObject({});
export const verbosity: ParamCheck = mayBeAmong(["low", "medium", "high"]);

/** As the API's own list, which is longer for some models than for others. */
export const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;

export const sampling: Readonly<Record<string, ParamCheck>> = {
  temperature: mayBeDecimal(0, 2),
  top_p: mayBeDecimal(0, 1),
  presence_penalty: mayBeDecimal(-2, 2),
  frequency_penalty: mayBeDecimal(-2, 2),
};

/** Whose request it is, and what of its prompt is kept. */
export const keeping: Readonly<Record<string, ParamCheck>> = {
  safety_identifier: mayBeString,
  prompt_cache_options: anyObject,
  prompt_cache_key: mayBeString,
  prompt_cache_retention: mayBeAmong(["in_memory", "24h"]),
};

const ownTiers = mayBeAmong(["auto", "default", "fast", "flex", "priority"]);

/** The client's types have more than the API's own words. */
export const serviceTier =
  (...more: readonly Json[]): ParamCheck =>
  (value, param) =>
    value !== undefined && more.includes(value) ? null : ownTiers(value, param);

/** How a model may choose among its tools, in a word. */
export const choices = ["none", "auto", "required"] as const;

/** Such a word, or an object that says which tool, which is looked at by `check`. */
export const mayBeChoice = (
  expected: string,
  check: (choice: JsonObject, param: string) => ApiComplaint | null,
): ParamCheck =>
  mayBe((choice = null, param) => {
    if (isObject(choice)) return check(choice, param);
    if (typeof choice !== "string") return wrongType(param, expected, choice);
    return choices.some((known) => known === choice) ? null : wrongValue(param, choice, choices);
  });
