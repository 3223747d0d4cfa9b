import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import {
  type ParamCheck,
  checkMembers,
  mayBeAmong,
  mayBeContent,
  mayBeList,
  mayBeString,
  missing,
  needContent,
  needString,
  type PartCheck,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import type { ApiComplaint } from "../openai/error.ts";

type Members = Readonly<Record<string, ParamCheck>>;

/** As the API answered in 2025 to a picture in the manner of Chat Completions. */
function imageAddress(value: Json | undefined, param: string): ApiComplaint | null {
  if (value === undefined || value === null || typeof value === "string") return null;
  return wrongType(param, "an image URL", value);
}

const detail = mayBeAmong(["low", "high", "auto", "original"]);

/** Every kind of part that the API names first, in its order, and what each must hold. */
const parts: Readonly<Record<string, Members>> = {
  input_text: { text: needString },
  input_image: { image_url: imageAddress, file_id: mayBeString, detail },
  input_audio: {},
  output_text: { text: needString, annotations: mayBeList(needPart, "an array of objects") },
  refusal: { refusal: needString },
  input_file: {
    file_data: mayBeString,
    file_id: mayBeString,
    file_url: mayBeString,
    filename: mayBeString,
  },
  computer_screenshot: {},
  summary_text: { text: needString },
  encrypted_content: {},
};

const partTypes = Object.keys(parts);

/** Measured in September 2026 (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, its parity tests). */
const heard = ["input_text", "input_image", "input_file", "scoped_content", "input_audio"] as const;
const spoken = ["output_text", "refusal"] as const;
/** github.com/linanwx/nagobot issue 27. */
const returned = ["input_text", "input_image", "input_file", "scoped_content"] as const;

/** First whether there is such a part at all, and then whether it may stand here: two paths. */
function partAmong(types: readonly string[]): PartCheck {
  return (part: JsonObject, type, param) => {
    if (!types.includes(type))
      return partTypes.includes(type)
        ? wrongValue(param, type, types)
        : wrongValue(`${param}.type`, type, partTypes);
    return checkMembers(part, parts[type] ?? {}, `${param}.`);
  };
}

/** What a message of somebody's says. */
export const mustBeSaid = (role: string): ParamCheck =>
  needContent(partAmong(role === "assistant" ? spoken : heard));

/** What a function gave back. The API was seen to look at a part's kind here without looking for it first. */
export function mustBeReturned(value: Json | undefined, param: string): ApiComplaint | null {
  const check: PartCheck = (part, type, at) =>
    returned.some((known) => known === type)
      ? checkMembers(part, parts[type] ?? {}, `${at}.`)
      : wrongValue(at, type, returned);
  return needContent(check)(value, param);
}

/** What a model tells of its thoughts. */
export function summaryComplaint(value: Json | undefined, param: string): ApiComplaint | null {
  if (value === undefined) return missing(param);
  if (!isArray(value)) return wrongType(param, "an array of objects", value);
  return mayBeContent(partAmong(["summary_text"]))(value, param);
}

function needPart(value: Json | undefined, param: string): ApiComplaint | null {
  return isObject(value) ? null : wrongType(param, "an object", value ?? null);
}
