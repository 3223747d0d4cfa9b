import type { Json } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import {
  type ParamCheck,
  enumerated,
  mayBeAmong,
  mayBeAtLeast,
  mayBeDecimal,
  mayBeFlag,
  mayBeInteger,
  mayBeList,
  mayBeMetadata,
  mayBeObject,
  mayBeString,
  missing,
  needName,
  needObject,
  needString,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import type { ApiComplaint } from "../openai/error.ts";

// Settings that a mock needs not understand, in the order in which the API was seen to look at them and in its
// words, August 2026 (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, its parity tests). Those that
// this API does not know, and servers that speak like it do, are looked at all the same.

const anyObject = mayBeObject({});

/** As the API's own list, which is longer for some models than for others. */
const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
const tiers = ["auto", "default", "fast", "flex", "priority"] as const;

/** The client's types have one more than the API's own words. */
const serviceTier: ParamCheck = (value, param) =>
  value === "scale" ? null : mayBeAmong(tiers)(value, param);
const retention: ParamCheck = mayBeAmong(["in_memory", "24h"]);
const verbosity: ParamCheck = mayBeAmong(["low", "medium", "high"]);

/** What stands between the number of choices and the format of the answer. */
export const sampling: Readonly<Record<string, ParamCheck>> = {
  temperature: mayBeDecimal(0, 2),
  top_p: mayBeDecimal(0, 1),
  presence_penalty: mayBeDecimal(-2, 2),
  frequency_penalty: mayBeDecimal(-2, 2),
  logprobs: mayBeFlag,
  top_logprobs: mayBeAtLeast(0),
  user: mayBeString,
  seed: mayBeInteger,
  safety_identifier: mayBeString,
  prompt_cache_options: anyObject,
  prompt_cache_key: mayBeString,
  prompt_cache_retention: retention,
  service_tier: serviceTier,
};

/** What stands after the stream's. */
export const others: Readonly<Record<string, ParamCheck>> = {
  store: mayBeFlag,
  metadata: mayBeMetadata,
  prediction: anyObject,
  verbosity,
  stop: stopComplaint,
  logit_bias: logitBias,
  reasoning_effort: mayBeAmong(efforts),
  reasoning: anyObject,
  modalities: mayBeList(needString, "an array of strings"),
  audio: anyObject,
  moderation: anyObject,
  web_search_options: anyObject,
};

function stopComplaint(value: Json | undefined, param: string): ApiComplaint | null {
  const expected = "one of a string or array of strings";
  return typeof value === "string" ? null : mayBeList(needString, expected)(value, param);
}

function logitBias(value: Json | undefined, param: string): ApiComplaint | null {
  const wrong = anyObject(value, param);
  if (wrong !== null || !isObject(value)) return wrong;
  const other = Object.entries(value).find(([, bias]) => typeof bias !== "number");
  return other === undefined ? null : wrongType(`${param}.${other[0]}`, "a decimal", other[1]);
}

const choices = ["none", "auto", "required"] as const;

/** A name, or an object that says which tool; the API looks into the latter before it looks at its kind. */
export function choiceComplaint(choice: Json | undefined, param: string): ApiComplaint | null {
  if (choice === undefined || choice === null) return null;
  if (typeof choice === "string")
    return choices.some((known) => known === choice) ? null : wrongValue(param, choice, choices);
  if (!isObject(choice))
    return wrongType(param, `one of one of ${enumerated(choices, "or")} or object`, choice);
  const { type } = choice;
  if (type === undefined) return missing(`${param}.type`);
  if (type === "allowed_tools") return needObject(choice.allowed_tools, `${param}.allowed_tools`);
  const member = type === "custom" ? "custom" : "function";
  const named = choice[member];
  return (
    needObject(named, `${param}.${member}`) ??
    mayBeObject({ name: needName })(named, `${param}.${member}`) ??
    mayBeAmong(["function", "custom", "allowed_tools"])(type, `${param}.type`)
  );
}

/** The way to tell of functions before there were tools. */
export function oldFunctionsComplaint(functions: Json | undefined): ApiComplaint | null {
  if (functions === undefined || functions === null) return null;
  if (!isArray(functions))
    return wrongType("functions", "an array of function definitions", functions);
  const each = mayBeList(functionDefinition, "an array of function definitions");
  return each(functions, "functions");
}

function functionDefinition(value: Json | undefined, param: string): ApiComplaint | null {
  return needObject(value, param) ?? described(value, param);
}

const described = mayBeObject({ name: needName, description: mayBeString, parameters: anyObject });
