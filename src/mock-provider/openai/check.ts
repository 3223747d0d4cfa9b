import type { Json } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { complaint, type Complaint } from "./error.ts";

// What the API says of a member that does not fit: the words differ by what is wrong with it.

export function missing(param: string): Complaint {
  const message = `Missing required parameter: '${param}'.`;
  return complaint(message, param, "missing_required_parameter");
}

export function wrongType(param: string, expected: string, value: Json): Complaint {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${nameOfType(value)} instead.`;
  return complaint(message, param, "invalid_type");
}

export function wrongValue(param: string, value: string, supported: readonly string[]): Complaint {
  const names = supported.map((one) => `'${one}'`).join(", ");
  const message = `Invalid value: '${value}'. Supported values are: ${names}.`;
  return complaint(message, param, "invalid_value");
}

export function emptyList(param: string): Complaint {
  const message = `Invalid '${param}': empty array. Expected an array with minimum length 1, but got an empty array instead.`;
  return complaint(message, param, "empty_array");
}

/** The first complaint of a list of checks, each made only where those before it had none. */
export function firstOf(checks: readonly (() => Complaint | null)[]): Complaint | null {
  for (const check of checks) {
    const found = check();
    if (found !== null) return found;
  }
  return null;
}

export function needString(value: Json | undefined, param: string): Complaint | null {
  if (value === undefined) return missing(param);
  return typeof value === "string" ? null : wrongType(param, "a string", value);
}

/** Absent and `null` are fine: the API takes them for "not set". */
export function mayBeCount(value: Json | undefined, param: string, minimum = 1): Complaint | null {
  if (value === undefined || value === null) return null;
  if (!Number.isSafeInteger(value)) return wrongType(param, "an integer", value);
  if (Number(value) >= minimum) return null;
  const message = `Invalid '${param}': integer below minimum value. Expected a value >= ${minimum}, but got ${String(value)} instead.`;
  return complaint(message, param, "integer_below_min_value");
}

export function mayBeFlag(value: Json | undefined, param: string): Complaint | null {
  return value === undefined || value === null || typeof value === "boolean"
    ? null
    : wrongType(param, "a boolean", value);
}

const namePattern = /^[a-zA-Z0-9_-]{1,64}$/;

/** A message's content: text, or a list of parts that each say what they are. */
export function needContent(value: Json | undefined, param: string): Complaint | null {
  if (value === undefined) return missing(param);
  if (typeof value === "string") return null;
  if (!isArray(value)) return wrongType(param, "one of a string or array of objects", value);
  if (value.length === 0) return emptyList(param);
  return firstOf(
    value.map((part, index) => () => {
      const at = `${param}[${index}]`;
      return isObject(part)
        ? needString(part.type, `${at}.type`)
        : wrongType(at, "an object", part);
    }),
  );
}

/** What a function or a schema may be called. */
export function needName(value: Json | undefined, param: string): Complaint | null {
  const problem = needString(value, param);
  if (problem !== null || namePattern.test(String(value))) return problem;
  const message = `Invalid '${param}': string does not match pattern. Expected a string that matches the pattern '${namePattern.source}'.`;
  return complaint(message, param, "invalid_value");
}

export function needObject(value: Json | undefined, param: string): Complaint | null {
  if (value === undefined) return missing(param);
  return isObject(value) ? null : wrongType(param, "an object", value);
}

function nameOfType(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  switch (typeof value) {
    case "object":
      return "an object";
    case "number":
      return Number.isInteger(value) ? "an integer" : "a decimal number";
    default:
      return `a ${typeof value}`;
  }
}
