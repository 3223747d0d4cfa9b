import type { JsonObject } from "../../core/json.ts";
import {
  checkMembers,
  type ParamCheck,
  mayBeAmong,
  mayBeContent,
  mayBeObject,
  mayBeString,
  needContent,
  needMembers,
  needString,
  type PartCheck,
  wrongValue,
} from "../openai/check.ts";
import { complaint, type ApiComplaint } from "../openai/error.ts";

const image = needMembers({
  url: needString,
  detail: mayBeAmong(["low", "high", "auto", "original"]),
});
const sound = needMembers({ data: needString, format: needString });
const file = needMembers({ file_data: mayBeString, file_id: mayBeString, filename: mayBeString });

/** Every kind of part, in the order in which the API tells them, and what it must hold. */
const parts: Readonly<Record<string, Readonly<Record<string, ParamCheck>>>> = {
  text: { text: needString },
  image_url: { image_url: image },
  input_audio: { input_audio: sound },
  refusal: { refusal: needString },
  audio: { audio: mayBeObject({}) },
  file: { file },
};

const partTypes = Object.keys(parts);

/** As in github.com/OpenHands/OpenHands issue 7700. */
function imageComplaint(role: string, param: string): ApiComplaint {
  const [message = param] = param.split(".content");
  return complaint(
    `Invalid '${message}'. Image URLs are only allowed for messages with role 'user', but this message with role '${role}' contains an image URL.`,
    message,
    "invalid_value",
  );
}

function partOf(role: string): PartCheck {
  return (part: JsonObject, type, param) => {
    const members = Object.hasOwn(parts, type) ? parts[type] : undefined;
    if (members === undefined) return wrongValue(`${param}.type`, type, partTypes);
    if (type === "image_url" && role !== "user") return imageComplaint(role, param);
    return checkMembers(part, members, `${param}.`);
  };
}

/** What somebody says, where it is said at all. */
export const mayBeSaid = (role: string): ParamCheck => mayBeContent(partOf(role));

export const mustBeSaid = (role: string): ParamCheck => needContent(partOf(role));
