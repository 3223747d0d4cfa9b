import type { Json } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import {
  type ParamCheck,
  enumerated,
  mayBeAmong,
  mayBeAtLeast,
  mayBeFlag,
  mayBeInteger,
  mayBeList,
  mayBeMetadata,
  mayBeString,
  missing,
  needMembers,
  needName,
  needObject,
  needString,
  wrongType,
} from "../openai/check.ts";
import {
  anyObject,
  choices,
  efforts,
  keeping,
  mayBeChoice,
  sampling,
  serviceTier,
  verbosity,
} from "../openai/api-settings.ts";
import type { ApiComplaint } from "../openai/error.ts";

// Settings that a mock needs not understand. Those that this API does not know, and servers that speak like it do, are
// looked at all the same.

/** What stands between the number of choices and the format of the answer. */
export const beforeFormat: Readonly<Record<string, ParamCheck>> = {
  ...sampling,
  logprobs: mayBeFlag,
  top_logprobs: mayBeAtLeast(0),
  user: mayBeString,
  seed: mayBeInteger,
  ...keeping,
  service_tier: serviceTier("scale"),
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

/** A name, or an object that says which tool; the API looks into the latter before it looks at its kind. */
export const mayBeToolChoice = mayBeChoice(
  `one of one of ${enumerated(choices, "or")} or object`,
  (choice, param) => {
    const { type } = choice;
    if (type === undefined) return missing(`${param}.type`);
    if (type === "allowed_tools") return needObject(choice.allowed_tools, `${param}.allowed_tools`);
    const member = type === "custom" ? "custom" : "function";
    const named = choice[member];
    return (
      needNamed(named, `${param}.${member}`) ??
      mayBeAmong(["function", "custom", "allowed_tools"])(type, `${param}.type`)
    );
  },
);

const needNamed = needMembers({ name: needName });

/** The way to tell of functions before there were tools. */
export const mayBeOldFunctions: ParamCheck = mayBeList(
  needMembers({ name: needName, description: mayBeString, parameters: anyObject }),
  "an array of function definitions",
);
