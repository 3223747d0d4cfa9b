import { pageWords } from "./page-words.ts";
import { isSignOfLife } from "./sign-of-life.ts";
import { countOf, isRecord, itemsOf, memberNamed, parseReceived, textOf } from "../json-value.ts";

/** What a server says of an error, whatever the shape of its body. */
export interface ServerWords {
  /** For people; never empty. */
  readonly words: string;
  /** What it calls the error, by code, type or status, as it wrote them. */
  readonly names: readonly string[];
  /** The status that the body itself tells, within a reply that began well. */
  readonly status: number | null;
  /** Parameters that it names apart from its words: `param`, and FastAPI's `loc` with dots. */
  readonly parameters: readonly string[];
  /** How long to wait, such as `2.5s`, or until when: Google's `RetryInfo.retryDelay`, and `retry_after` of others. */
  readonly retryDelay: string | null;
}

const wordsMax = 1_500;

/** Of a body: JSON of some shape, a page, or plain text. */
export function serverWords(body: string): ServerWords {
  const value = parseReceived(body);
  if (typeof value === "object" && value !== null) return wordsOfJson(value);
  const bare = /<(!doctype|html|head|body|title|\?xml)\b|^\s*<\w+>[^]*<\/\w+>\s*$/i.test(body)
    ? pageWords(body)
    : body.trim();
  const words = bare === "" ? "The server sent nothing" : bare.slice(0, wordsMax);
  return { words, names: [], status: null, parameters: [], retryDelay: null };
}

/** Of an error that came as JSON, alone or within a stream, where its event may be called by the error's name. */
export function wordsOfJson(value: unknown, kind = ""): ServerWords {
  const objects = [...errorObjects(value)];
  const words = objects.map(ownWords).find((text) => text !== "") ?? JSON.stringify(value);
  const raw = rawWords(objects) || wordsAsParam(objects);
  return {
    words: (raw === "" || words.includes(raw) ? words : `${words}: ${raw}`).slice(0, wordsMax),
    names: [...objects.flatMap(namesOf), ...(kind === "" ? [] : [kind])],
    status: statusIn(objects),
    parameters: objects.flatMap(parametersOf),
    retryDelay: retryDelayIn(objects),
  };
}

/** Whether a JSON body, or an event of a stream, is an error in place of a part of a reply. */
export function isError(value: unknown): boolean {
  if (Array.isArray(value)) return isRecord(value[0]) && isError(value[0]);
  if (!isRecord(value)) return false;
  const { type, object, error } = value;
  // One that failed tells more than why.
  if (object === "response") return false;
  if (type === "error" || object === "error" || saysSomething(error)) return true;
  // First by the name, which every delta of two wires has: to look for seven members took a twentieth of its time.
  const kind = textOf(type) || textOf(object);
  if (/^(message|content_block|response)[._]/.test(kind)) return false;
  if (replyMembers.some((name) => value[name] !== undefined && value[name] !== null)) return false;
  if (isRecord(error) || errorMembers.some((name) => saysMore(value[name]))) return true;
  const status = countOf(memberNamed(value["base_resp"], "status_code"));
  if (status !== null && status !== 0) return true;
  if (isWrapped(value)) return true;
  if (wordMembers.every((name) => textOf(value[name]) === "")) return false;
  // Words alone may be a notice: where it is called something, or says that all is well, it is no error.
  if (statusIn([value]) !== null) return true;
  if (wordMembers.every((name) => isSignOfLife(textOf(value[name])))) return false;
  if (wellStatus.test(textOf(value["status"]))) return false;
  return !wellCodes.has(String(value["code"])) && (kind === "" || errorName.test(kind));
}

const saysMore = (value: unknown): boolean =>
  saysSomething(value) && !(typeof value === "string" && isSignOfLife(value));

/** Whether it is taken for an error by nothing but its words. */
export const isNotice = (value: unknown): boolean =>
  isRecord(value) &&
  statusIn([value]) === null &&
  !isError({
    ...value,
    ...Object.fromEntries([...wordMembers, "detail"].map((name) => [name, null])),
  });

/** An error handed on as what came of a call, or in Tencent's capitals. */
const isWrapped = (value: Readonly<Record<string, unknown>>): boolean =>
  wrappers.some((name) => holdsError(value[name])) ||
  saysSomething(value["Error"]) ||
  saysSomething(memberNamed(value["Response"], "Error"));

/** Null, false, 0, `""`, the word null, `[]`, and an object of nothing but these say nothing. */
export function saysSomething(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Boolean(value) && value !== "null";
  return Object.values(value).some(saysSomething);
}

const wordMembers = ["message", "msg", "error_msg", "errorMessage", "Message"];
const errorMembers = [
  "detail",
  "errors",
  "err",
  "error_code",
  "error_message",
  "fault",
  "exception",
];
const wellStatus = /^(ok|success|pending|processing|queued|running|started|loading)$/i;
const wellCodes: ReadonlySet<string> = new Set(["0", "200", "success"]);
const errorName =
  /error|exception|fail|fault|limit|quota|overload|unavailable|denied|invalid|forbidden|timeout/i;

const replyMembers = [
  "choices",
  "content",
  "output",
  "delta",
  "content_block",
  "usage",
  "response",
  "item",
  "part",
];

/** The error as objects, the innermost that are known first: a list's first, its `error`, and itself. */
function* errorObjects(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    yield* errorObjects(value[0]);
    return;
  }
  if (typeof value === "string") {
    yield { message: value };
    return;
  }
  if (!isRecord(value)) return;
  for (const name of holders) {
    const inner = value[name];
    if (typeof inner === "string" && inner !== "") {
      const parsed = parseReceived(inner);
      // A title, where what happened is told beside it.
      if (ownWords(value) !== "") yield value;
      yield* errorObjects(isRecord(parsed) ? parsed : inner);
    } else if (isRecord(inner) || Array.isArray(inner)) yield* errorObjects(inner);
  }
  // A proxy hands on an error as what came of the call.
  for (const name of wrappers) if (holdsError(value[name])) yield* errorObjects(value[name]);
  // Mistral nests FastAPI's detail within the message.
  if (isRecord(value["message"])) yield* errorObjects(value["message"]);
  yield value;
}

const holders = [
  "error",
  "Error",
  "err",
  "errors",
  "base_resp",
  "response",
  "Response",
  "fault",
  "exception",
];
const wrappers = ["result", "data", "detail"];

const holdsError = (value: unknown): boolean => saysSomething(memberNamed(value, "error"));

function namesOf(object: unknown): readonly string[] {
  const names = nameMembers.flatMap((name) => {
    const value = memberNamed(object, name);
    return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  });
  // MiniMax counts its own way.
  const minimax = countOf(memberNamed(object, "status_code"));
  return minimax === null ? names : [...names, `status_code ${minimax}`];
}

const nameMembers = [
  "code",
  "Code",
  "type",
  "status",
  "error_code",
  "errorCode",
  "error_type",
  "errorType",
  "__type",
];

const ownMembers = [
  "message",
  "Message",
  "msg",
  "status_msg",
  "error_msg",
  "error_message",
  "errorMessage",
  "error_description",
  "faultstring",
  "detail",
  "details",
  "description",
  "title",
  "reason",
];

function ownWords(object: unknown): string {
  for (const name of ownMembers) {
    const value = memberNamed(object, name);
    if (typeof value === "string" && value.trim() !== "") return innerWords(value.trim());
    // NestJS has a list of what it objects to.
    if (name === "detail" || (name === "message" && Array.isArray(value))) {
      const list = Array.isArray(value) ? value : isRecord(value) ? [value] : [];
      const texts = list.map((one) => (typeof one === "string" ? one : detailWords(one)));
      const words = texts.filter((text) => text !== "").join("; ");
      if (words !== "") return words;
    }
  }
  return "";
}

/** LiteLLM and Bedrock hand on another server's error as text within the message. */
function innerWords(text: string): string {
  const inner = text.startsWith("{") ? parseReceived(text) : undefined;
  return isRecord(inner) ? wordsOfJson(inner).words : text;
}

function detailWords(detail: unknown): string {
  const place = locationOf(detail);
  const words = textOf(memberNamed(detail, "msg")) || ownWords(detail);
  return place === "" || words === "" ? words : `${place}: ${words}`;
}

/** FastAPI's `loc`, without the `body` that it begins with. */
const locationOf = (detail: unknown): string =>
  itemsOf(memberNamed(detail, "loc"))
    .filter((part) => part !== "body")
    .join(".");

function parametersOf(object: unknown): readonly string[] {
  const param = textOf(memberNamed(object, "param"));
  const places = itemsOf(memberNamed(object, "detail")).map(locationOf);
  return [param, ...places].filter((name) => name !== "");
}

/** MiMo says what is wrong where the parameter's name belongs (suyiiyii/AutoGLM-GUI#396). */
const wordsAsParam = (objects: readonly unknown[]): string =>
  objects.map((object) => textOf(memberNamed(object, "param"))).find((param) => /\s/.test(param)) ??
  "";

/** OpenRouter hands on what the provider behind it said. */
function rawWords(objects: readonly unknown[]): string {
  for (const object of objects) {
    const raw = memberNamed(memberNamed(object, "metadata"), "raw");
    if (typeof raw !== "string" || raw === "") continue;
    const value = parseReceived(raw);
    return isRecord(value) ? wordsOfJson(value).words : raw.slice(0, wordsMax);
  }
  return "";
}

function statusIn(objects: readonly unknown[]): number | null {
  for (const object of objects) {
    for (const name of ["status", "status_code", "statusCode", "http_status", "code"]) {
      const status = Number(memberNamed(object, name));
      if (Number.isInteger(status) && status >= 400 && status < 600) return status;
    }
  }
  return null;
}

function retryDelayIn(objects: readonly unknown[]): string | null {
  for (const object of objects) {
    for (const detail of itemsOf(memberNamed(object, "details"))) {
      const delay = textOf(memberNamed(detail, "retryDelay"));
      if (delay !== "") return delay;
    }
    const metadata = memberNamed(object, "metadata");
    // OpenRouter hands on the headers of the provider behind it.
    const reset = textOf(memberNamed(memberNamed(metadata, "headers"), "X-RateLimit-Reset"));
    const wait = waitIn(object) ?? waitIn(metadata) ?? (reset === "" ? null : reset);
    if (wait !== null) return wait;
  }
  return null;
}

/** Seconds, or milliseconds, as their name says. */
function waitIn(object: unknown): string | null {
  for (const name of [
    "retry_after",
    "retryAfter",
    "retry_after_seconds",
    "retry_after_ms",
    "estimated_time",
  ]) {
    const value = memberNamed(object, name);
    if (typeof value === "string" && /^\d+(\.\d+)?(ms|s)$/.test(value)) return value;
    const count = Number(typeof value === "string" && value.trim() !== "" ? value : (value ?? NaN));
    if (Number.isFinite(count) && count > 0) return `${count}${name.endsWith("_ms") ? "ms" : "s"}`;
  }
  return null;
}
