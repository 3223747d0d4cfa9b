import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { isTooDeep, levelsMax } from "../reading/nesting.ts";
import {
  type Check,
  type Checks as ShapeChecks,
  firstComplaint,
  isFlag,
  isInteger,
  isText,
  shapesIn,
} from "../shape.ts";
import { complaint, type ApiComplaint } from "./error.ts";

// What the API says of a member that does not fit: the words differ by what is wrong with it. As it answered in
// August and September 2026 (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, its parity tests).

export function missing(param: string): ApiComplaint {
  const message = `Missing required parameter: '${param}'.`;
  return complaint(message, param, "missing_required_parameter");
}

export function wrongType(param: string, expected: string, value: Json): ApiComplaint {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${nameOfType(value)} instead.`;
  return complaint(message, param, "invalid_type");
}

/** A value that is no text is quoted as none. */
export function wrongValue(
  param: string,
  value: Json | undefined,
  supported: readonly string[],
): ApiComplaint {
  const quoted = typeof value === "string" ? value : "";
  const message = `Invalid value: '${quoted}'. Supported values are: ${enumerated(supported, "and")}.`;
  return complaint(message, param, "invalid_value");
}

/** `'a' and 'b'`, but `'a', 'b', and 'c'`. */
export function enumerated(names: readonly string[], last: "and" | "or"): string {
  const quoted = names.map((one) => `'${one}'`);
  if (quoted.length < 3) return quoted.join(` ${last} `);
  return `${quoted.slice(0, -1).join(", ")}, ${last} ${quoted.at(-1)}`;
}

/** Our own words: nobody was seen to try. */
export function depthComplaint(body: JsonObject): ApiComplaint | null {
  if (!isTooDeep(body)) return null;
  return complaint(`The request nests more than ${levelsMax} levels deep.`, null, null);
}

function emptyList(param: string): ApiComplaint {
  const message = `Invalid '${param}': empty array. Expected an array with minimum length 1, but got an empty array instead.`;
  return complaint(message, param, "empty_array");
}

/** The first complaint of a list of checks, each made only where those before it had none. */
export const firstOf = (checks: readonly (() => ApiComplaint | null)[]): ApiComplaint | null =>
  firstComplaint(checks, (check) => check());

/** What is wrong with the value of a member, if unchecked. */
export type ParamCheck = Check<ApiComplaint>;
type Checks = ShapeChecks<ApiComplaint>;

const { typed, need, may, list, membersOf } = shapesIn<ApiComplaint>({
  missing,
  wrongType,
  // Nothing was seen to be refused for what is not known.
  unknown: (param) => complaint(`Unknown parameter: '${param}'.`, param, "unknown_parameter"),
  item: (param, index) => `${param}[${index}]`,
});

const text = typed(isText, "a string");
const object = typed(isObject, "an object");
const integer = typed(isInteger, "an integer");

export const needString = need(text);
export const mayBeString = may(text);
export const mayBeFlag = may(typed(isFlag, "a boolean"));
export const mayBeInteger = may(integer);
export const needObject = need(object);
export const unchecked: ParamCheck = () => null;
export const mayBe = may;

/** A whole number from a least one on. */
export const mayBeAtLeast = (minimum: number): ParamCheck =>
  may((value, param) => {
    const wrong = integer(value, param);
    if (wrong !== null || Number(value) >= minimum) return wrong;
    const message = `Invalid '${param}': integer below minimum value. Expected a value >= ${minimum}, but got ${String(value)} instead.`;
    return complaint(message, param, "integer_below_min_value");
  });

export const mayBeCount = mayBeAtLeast(1);

/** The members of an object, looked at in this order; `prefix` is empty or ends in a dot. */
export const checkMembers = (
  holder: JsonObject,
  checks: Checks,
  prefix: string,
): ApiComplaint | null => membersOf(checks)(holder, prefix);

/** An object with these members, where there is one. */
export function mayBeObject(checks: Checks, expected = "an object"): ParamCheck {
  const look = membersOf(checks);
  return may((value = null, param) =>
    isObject(value) ? look(value, `${param}.`) : wrongType(param, expected, value),
  );
}

/** A list, where there is one, each item of which passes this check. */
export const mayBeList = (check: ParamCheck, expected: string): ParamCheck =>
  may(list(check, expected));

/** One of some names; `expected` where the API says more of what it takes than their list. */
export const mayBeAmong = (names: readonly string[], expected?: string): ParamCheck =>
  may((value = null, param) => {
    if (typeof value !== "string")
      return wrongType(param, expected ?? `one of ${enumerated(names, "or")}`, value);
    return names.includes(value) ? null : wrongValue(param, value, names);
  });

export const mayBeDecimal = (minimum: number, maximum: number): ParamCheck =>
  may((value = null, param) => {
    if (typeof value !== "number") return wrongType(param, "a decimal", value);
    if (value < minimum) {
      const message = `Invalid '${param}': decimal below minimum value. Expected a value >= ${minimum}, but got ${value} instead.`;
      return complaint(message, param, "decimal_below_min_value");
    }
    if (value <= maximum) return null;
    const message = `Invalid '${param}': decimal above maximum value. Expected a value <= ${maximum}, but got ${value} instead.`;
    return complaint(message, param, "decimal_above_max_value");
  });

/** A client's own notes: texts by name. */
export const mayBeMetadata: ParamCheck = may((value = null, param) =>
  isObject(value)
    ? firstComplaint(Object.entries(value), ([name, note]) => text(note, `${param}.${name}`))
    : wrongType(param, "a metadata object", value),
);

const namePattern = /^[a-zA-Z0-9_-]+$/;
const nameCharactersMax = 64;

/** One part of a content, which says what it is. */
export type PartCheck = (part: JsonObject, type: string, param: string) => ApiComplaint | null;

const contentType = "one of a string or array of objects";

/** Content, where there is some: text, or a list of parts. */
export function mayBeContent(check: PartCheck): ParamCheck {
  const list = mayBeList((part, param) => {
    if (!isObject(part)) return wrongType(param, "an object", part ?? null);
    const { type } = part;
    return typeof type === "string" ? check(part, type, param) : needString(type, `${param}.type`);
  }, contentType);
  return (value, param) => (typeof value === "string" ? null : list(value, param));
}

export function needContent(check: PartCheck): ParamCheck {
  const content = mayBeContent(check);
  return need((value = null, param) =>
    value === null ? wrongType(param, contentType, value) : content(value, param),
  );
}

/** What a function or a schema may be called. */
export function needName(value: Json | undefined, param: string): ApiComplaint | null {
  const problem = needString(value, param);
  if (problem !== null || typeof value !== "string") return problem;
  if (value === "") {
    const message = `Invalid '${param}': empty string. Expected a string with minimum length 1, but got an empty string instead.`;
    return complaint(message, param, "empty_string");
  }
  if (value.length > nameCharactersMax) {
    const message = `Invalid '${param}': string too long. Expected a string with maximum length ${nameCharactersMax}, but got a string with length ${value.length} instead.`;
    return complaint(message, param, "string_above_max_length");
  }
  if (namePattern.test(value)) return null;
  const message = `Invalid '${param}': string does not match pattern. Expected a string that matches the pattern '${namePattern.source}'.`;
  return complaint(message, param, "invalid_value");
}

/** An object that must be there, with these members. */
export function needMembers(checks: Checks): ParamCheck {
  const look = membersOf(checks);
  return need((value = null, param) =>
    isObject(value) ? look(value, `${param}.`) : wrongType(param, "an object", value),
  );
}

/** A list, where there is one, that holds something, each item of which passes this check. */
export function mayBeFilled(check: ParamCheck, expected: string): ParamCheck {
  const list = mayBeList(check, expected);
  return (value, param) =>
    isArray(value) && value.length === 0 ? emptyList(param) : list(value, param);
}

/** An object that says in one of its members of which of these kinds it is. */
export function needKind(kinds: Checks, member = "type"): ParamCheck {
  const names = Object.keys(kinds);
  return (value = null, param) => {
    if (!isObject(value)) return wrongType(param, "an object", value);
    const { [member]: named } = value;
    if (named === undefined) return missing(`${param}.${member}`);
    const kind = names.find((name) => name === named);
    return kind === undefined
      ? wrongValue(`${param}.${member}`, named, names)
      : (kinds[kind]?.(value, param) ?? null);
  };
}

/** A function that a model may call: its schema is refused with its name. */
export const needFunction: ParamCheck = need((value = null, param) => {
  if (!isObject(value)) return wrongType(param, "an object", value);
  const parameters: ParamCheck = (schema, at) => parametersComplaint(schema, at, value.name);
  const members = { name: needName, description: mayBeString, parameters, strict: mayBeFlag };
  return checkMembers(value, members, `${param}.`);
});

/** A tool whose input is text. */
export const needCustomTool = needMembers({ name: needName, description: mayBeString });

/** A schema that an answer must fit. */
export const needSchema = needMembers({
  name: needName,
  schema: needObject,
  description: mayBeString,
  strict: mayBeFlag,
});

/**
 * What a function takes: a schema of an object, wherever it says of what. Wording as in
 * github.com/alibaba/spring-ai-alibaba issue 4576.
 */
function parametersComplaint(
  value: Json | undefined,
  param: string,
  name: Json | undefined,
): ApiComplaint | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) return wrongType(param, "an object", value);
  const { type } = value;
  if (type === undefined || type === "object") return null;
  const got = typeof type === "string" ? type : JSON.stringify(type);
  const message = `Invalid schema for function '${String(name)}': schema must be a JSON Schema of 'type: "object"', got 'type: "${got}"'.`;
  return complaint(message, param, "invalid_function_parameters");
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
