import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import {
  firstOf,
  mayBeCount,
  mayBeFlag,
  missing,
  needName,
  needObject,
  needString,
  wrongType,
  wrongValue,
} from "../openai/check.ts";
import { complaint, type Complaint } from "../openai/error.ts";
import { itemComplaint } from "./items.ts";

const outputTokensMin = 16;

/** What the API would refuse in a request's body, as it would say it; `null` where it takes it. */
export function complaintAbout(body: JsonObject): Complaint | null {
  const { model, input, stream, previous_response_id: previous } = body;
  return firstOf([
    () => needString(model, "model"),
    () => (model === "" ? complaint("you must provide a model parameter", null, null) : null),
    () => inputComplaint(input, previous),
    () => (previous == null ? null : needString(previous, "previous_response_id")),
    () => mayBeFlag(stream, "stream"),
    () => mayBeFlag(body.store, "store"),
    () => backgroundComplaint(body.background),
    () => mayBeCount(body.max_output_tokens, "max_output_tokens", outputTokensMin),
    () => toolsComplaint(body.tools),
    () => formatComplaint(body.text),
  ]);
}

function inputComplaint(input: Json | undefined, previous: Json | undefined): Complaint | null {
  if (input === undefined || input === null) {
    if (typeof previous === "string") return null;
    const message = "One of 'input' or 'previous_response_id' must be provided.";
    return complaint(message, null, "missing_required_parameter");
  }
  if (typeof input === "string") return null;
  if (!isArray(input)) return wrongType("input", "one of a string or array of objects", input);
  return firstOf(input.map((item, index) => () => itemComplaint(item, `input[${index}]`)));
}

/** The API can answer later; a script answers now. */
function backgroundComplaint(background: Json | undefined): Complaint | null {
  if (background !== true) return null;
  const message = "The mock answers at once: leave out 'background'.";
  return complaint(message, "background", "unsupported_parameter");
}

/** The mock looks into functions only: what runs at the provider has no script. */
function toolsComplaint(tools: Json | undefined): Complaint | null {
  if (tools === undefined || tools === null) return null;
  if (!isArray(tools)) return wrongType("tools", "an array of objects", tools);
  return firstOf(
    tools.map((tool, index) => () => {
      const param = `tools[${index}]`;
      if (!isObject(tool)) return wrongType(param, "an object", tool);
      const problem = needString(tool.type, `${param}.type`);
      if (problem !== null || tool.type !== "function") return problem;
      return needName(tool.name, `${param}.name`);
    }),
  );
}

const formats = ["text", "json_object", "json_schema"] as const;

function formatComplaint(text: Json | undefined): Complaint | null {
  if (text === undefined || text === null) return null;
  if (!isObject(text)) return wrongType("text", "an object", text);
  const { format } = text;
  if (format === undefined || format === null) return null;
  if (!isObject(format)) return wrongType("text.format", "an object", format);
  switch (format.type) {
    case "text":
    case "json_object":
      return null;
    case "json_schema":
      return (
        needName(format.name, "text.format.name") ?? needObject(format.schema, "text.format.schema")
      );
    case undefined:
      return missing("text.format.type");
    default:
      return wrongValue("text.format.type", String(format.type), formats);
  }
}
