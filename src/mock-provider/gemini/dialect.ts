import type { JsonObject } from "../../core/json.ts";
import type { Dialect, Question, Read } from "../dialect.ts";
import { isArray, isObject, parseJson } from "../json-object.ts";
import { fiveMinutesMs, promptTokens, type PromptSegment } from "../prompt-cache.ts";
import type { WireContext } from "../wire-context.ts";
import { requestComplaint } from "./check-request.ts";
import { type AskedEndpoint, askedIn, hasKey } from "./endpoint.ts";
import { errorOf, overloadedBody, refusalOf } from "./error.ts";
import { itemsIn, member } from "./member.ts";
import { responseEvents, type ResponseFrame, wholeResponse } from "./response.ts";

/** Google's Gemini API: `generateContent`, streamed and not, the counting of tokens and the list of models. */
export const geminiDialect: Dialect = {
  wire: "gemini",
  prefixes: { message: "", toolCall: "" },
  serves: (request) => askedIn(request) !== null,
  read,
  refusal: refusalOf,
  headers: () => ({ "server-timing": "gfet4t7; dur=1", vary: "Origin, X-Origin, Referer" }),
};

const noKey =
  "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.";

async function read(request: Request, { models }: WireContext): Promise<Read> {
  const asked = askedIn(request);
  if (asked === null) return refused(404, "Not Found");
  if (!hasKey(request)) return refused(403, noKey);
  if (asked.type === "models") {
    const names = models.names.length === 0 ? ["gemini-mock"] : models.names;
    const value = asked.model === null ? { models: names.map(modelOf) } : modelOf(asked.model);
    return { type: "answered", body: null, value, status: 200 };
  }
  const sent = parseJson(await request.text());
  if (!isObject(sent)) return refused(400, "Invalid JSON payload received. Expected an object.");
  return asked.type === "count" ? counted(asked, sent) : questionIn(asked, sent, request);
}

function counted(
  { model }: Extract<AskedEndpoint, { type: "count" | "generate" }>,
  sent: JsonObject,
): Read {
  const inner = member(sent, "generateContentRequest");
  const asked = isObject(inner) ? inner : sent;
  const amiss = requestComplaint(asked);
  if (amiss !== null) return refused(400, amiss);
  const totalTokens = promptTokens(segmentsOf(asked));
  const value = {
    totalTokens,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: totalTokens }],
  };
  return { type: "answered", body: { ...asked, model }, value, status: 200 };
}

function questionIn(
  { model, isStreamed }: Extract<AskedEndpoint, { type: "count" | "generate" }>,
  sent: JsonObject,
  request: Request,
): Read {
  const amiss = requestComplaint(sent);
  if (amiss !== null) return refused(400, amiss);
  const body = { ...sent, model, stream: isStreamed };
  const thinking = member(member(sent, "generationConfig"), "thinkingConfig");
  const frame: ResponseFrame = {
    model,
    showsThoughts: member(thinking, "includeThoughts") === true,
  };
  // Without `alt=sse` a stream is one list of responses.
  const isEvents = new URL(request.url).searchParams.get("alt") === "sse";
  const question: Question = {
    isStreamed: isStreamed && isEvents,
    heard: body,
    account: (cache) => cache.accountByLife(model, segmentsOf(sent)),
    stream: (answer) => responseEvents(frame, answer),
    whole: (answer) => (isStreamed ? [wholeResponse(frame, answer)] : wholeResponse(frame, answer)),
    errorEvent: () => ({
      text: `data: ${JSON.stringify(overloadedBody)}\n\n`,
      deltas: [],
      usage: null,
    }),
    errorOf,
  };
  return { type: "question", body, question };
}

/** Every prefix is cached by itself, for a while. */
function segmentsOf(body: JsonObject): readonly PromptSegment[] {
  const pieces = [
    ...itemsIn(member(body, "tools")),
    ...itemsIn(member(body, "systemInstruction")),
    ...itemsIn(member(body, "contents")),
  ];
  return pieces.map((piece) => ({
    text: JSON.stringify(withoutBytes(piece)),
    keepMs: fiveMinutesMs,
  }));
}

/** A picture costs what a picture costs, however long its bytes are as text. */
function withoutBytes(value: JsonObject): JsonObject {
  const { parts } = value;
  if (!isArray(parts)) return value;
  return {
    ...value,
    parts: parts.map((part) => (member(part, "inlineData") === undefined ? part : "picture")),
  };
}

const modelOf = (name: string): object => ({
  name: `models/${name}`,
  version: "001",
  displayName: name,
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: ["generateContent", "countTokens"],
});

const refused = (status: number, message: string): Read => ({
  type: "refused",
  error: refusalOf(status, message),
});
