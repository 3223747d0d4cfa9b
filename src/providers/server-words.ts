import { countOf, isRecord, itemsOf, memberNamed, parseReceived, textOf } from "./json-value.ts";

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
  /** `RetryInfo.retryDelay` of Google's errors, such as `2.5s`. */
  readonly retryDelay: string | null;
}

const wordsMax = 1_500;

/** Of a body: JSON of some shape, a page, or plain text. `contentType` says what to call an empty one. */
export function serverWords(body: string, contentType: string): ServerWords {
  const value = parseReceived(body);
  if (typeof value === "object" && value !== null) return wordsOfJson(value);
  const bare = /<(!doctype|html|head|body|title)\b/i.test(body) ? pageWords(body) : body.trim();
  const words =
    bare === ""
      ? `nothing${contentType === "" ? "" : ` (${contentType})`}`
      : bare.slice(0, wordsMax);
  return { words, names: [], status: null, parameters: [], retryDelay: null };
}

/** Of an error that came as JSON, alone or within a stream. */
export function wordsOfJson(value: unknown): ServerWords {
  const objects = [...errorObjects(value)];
  const words = objects.map(ownWords).find((text) => text !== "") ?? JSON.stringify(value);
  const raw = rawWords(objects);
  return {
    words: (raw === "" || words.includes(raw) ? words : `${words}: ${raw}`).slice(0, wordsMax),
    names: objects.flatMap((object) =>
      ["code", "type", "status", "error_code"].flatMap((name) => {
        const told = memberNamed(object, name);
        return typeof told === "string" || typeof told === "number" ? [String(told)] : [];
      }),
    ),
    status: statusIn(objects),
    parameters: objects.flatMap(parametersOf),
    retryDelay: retryDelayIn(objects),
  };
}

/** Whether a JSON body, or an event of a stream, is an error in place of a part of a reply. */
export function isError(value: unknown): boolean {
  if (Array.isArray(value)) return isRecord(value[0]) && isError(value[0]);
  if (!isRecord(value)) return false;
  if (value["error"] !== undefined && value["error"] !== null && value["error"] !== false)
    return true;
  if (value["type"] === "error" || value["object"] === "error") return true;
  if (replyMembers.some((name) => value[name] !== undefined && value[name] !== null)) return false;
  if (/^(message|content_block|response)[._]/.test(textOf(value["type"]))) return false;
  const status = countOf(memberNamed(value["base_resp"], "status_code"));
  return (
    ["message", "msg", "error_msg"].some((name) => textOf(value[name]) !== "") ||
    ["detail", "errors", "error_code"].some(
      (name) => value[name] !== undefined && value[name] !== null,
    ) ||
    (status !== null && status !== 0)
  );
}

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
  for (const name of ["error", "errors", "base_resp", "response"]) {
    const inner = value[name];
    if (typeof inner === "string" && inner !== "") {
      const parsed = parseReceived(inner);
      yield* errorObjects(isRecord(parsed) ? parsed : inner);
    } else if (isRecord(inner) || Array.isArray(inner)) yield* errorObjects(inner);
  }
  // Mistral nests FastAPI's detail within the message.
  if (isRecord(value["message"])) yield* errorObjects(value["message"]);
  yield value;
}

function ownWords(object: unknown): string {
  for (const name of [
    "message",
    "msg",
    "status_msg",
    "error_msg",
    "error_message",
    "detail",
    "details",
    "title",
    "reason",
  ]) {
    const told = memberNamed(object, name);
    if (typeof told === "string" && told.trim() !== "") return told.trim();
    if (name === "detail") {
      const list = Array.isArray(told) ? told : isRecord(told) ? [told] : [];
      const texts = list.map((one) => (typeof one === "string" ? one : detailWords(one)));
      const words = texts.filter((text) => text !== "").join("; ");
      if (words !== "") return words;
    }
  }
  return "";
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
    for (const name of ["status", "status_code", "http_status", "code"]) {
      const told = Number(memberNamed(object, name));
      if (Number.isInteger(told) && told >= 400 && told < 600) return told;
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
  }
  return null;
}

/** A page's title and what it says, without its markup: three hundred kilobytes of it help nobody. */
function pageWords(page: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(page)?.[1]?.trim() ?? "";
  const body = page
    .slice(0, 50_000)
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
  const said = [title, body === title ? "" : body].filter((text) => text !== "").join(": ");
  return said === "" ? "an HTML page" : `an HTML page: ${said}`;
}
