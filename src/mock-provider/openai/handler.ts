import type { Usage } from "../../core/ledger/usage.ts";
import { addressHeader } from "../address-header.ts";
import { bodyOf } from "../body.ts";
import { countSent, planBody } from "../body-fault.ts";
import { beforeResponse, type Call } from "../call.ts";
import { namesOf } from "../call-names.ts";
import { countOutput } from "../count-tokens.ts";
import { isObject, parseJson } from "../json-object.ts";
import { failureText } from "../mock-failure.ts";
import { chatDialect } from "../openai-chat/dialect.ts";
import { responsesDialect } from "../openai-responses/dialect.ts";
import { newResponseMemory } from "../openai-responses/memory.ts";
import { withReading } from "../read-request.ts";
import type { Reply, ReplyFault } from "../reply.ts";
import { compose } from "../script.ts";
import type { WireContext } from "../wire-context.ts";
import type { WireEvent } from "../wire-event.ts";
import type { WireServer } from "../wire-server.ts";
import { type Answer, type Dialect, isQuestion, type Question } from "./dialect.ts";
import { complaint, errorOf, errorResponse, refusalOf, type WireError } from "./error.ts";
import { wireHeaders } from "./headers.ts";
import { isModelsRequest, modelsAnswer } from "./models.ts";
import { accountFor } from "./prompt.ts";

/** Answers Chat Completions, Responses and the list of models. One wire: each that does not match costs. */
export function openaiWire(context: WireContext): WireServer {
  const responses = responsesDialect(newResponseMemory());
  const dialectOf = ({ method, url }: Request): Dialect | null => {
    if (method !== "POST") return null;
    const { pathname } = new URL(url);
    if (pathname.endsWith("/chat/completions")) return chatDialect;
    return pathname.endsWith("/responses") ? responses : null;
  };
  return {
    serves: (request) => dialectOf(request) !== null || isModelsRequest(request),
    answer(request) {
      const dialect = dialectOf(request);
      return dialect === null ? listModels(context, request) : answer(context, request, dialect);
    },
  };
}

async function listModels(context: WireContext, request: Request): Promise<Response> {
  const { call } = context.call(request);
  if (keyOf(request) === null) return await refuse(call, missingKey(null));
  const path = new URL(request.url).pathname;
  const arrived = { wire: "openai-chat", path, body: {}, retryCount: 0 } as const;
  call.observer.observe({ ...about(call), type: "request", ...arrived });
  await beforeResponse(call, 0);
  return Response.json(modelsAnswer(path, context.models.names), { headers: usualHeaders(call) });
}

/** As recorded by many clients of the one API, and in reports of Codex, which speaks the other. */
function missingKey(dialect: Dialect | null): WireError {
  const message =
    dialect?.wire === "openai-responses"
      ? "Missing bearer or basic authentication in header"
      : "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.";
  return refusalOf(401, complaint(message, null, null));
}

/** `null` where there is none. */
function keyOf({ headers }: Request): string | null {
  const [, key] = /^Bearer (\S+)/.exec(headers.get("authorization") ?? "") ?? [];
  // The second is how Azure's clients send it.
  return key ?? headers.get("api-key");
}

const noJson =
  "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)";

async function answer(context: WireContext, request: Request, dialect: Dialect): Promise<Response> {
  const { call, address } = context.call(request);
  try {
    const apiKey = keyOf(request);
    if (apiKey === null) return await refuse(call, missingKey(dialect));
    const body = parseJson(await request.text());
    if (!isObject(body)) return await refuse(call, refusalOf(400, complaint(noJson, null, null)));
    const question = dialect.read(body);
    if (!isQuestion(question)) return await refuse(call, refusalOf(400, question));
    if (address === "malformed") {
      const message = `${addressHeader}: not an address`;
      return await refuse(call, refusalOf(400, complaint(message, null, null)));
    }
    const arrived = {
      wire: dialect.wire,
      path: new URL(request.url).pathname,
      body,
      retryCount: Number(request.headers.get("x-stainless-retry-count") ?? 0) || 0,
    };
    call.observer.observe({ ...about(call), type: "request", ...arrived });
    const next = context.source.next(
      withReading({
        ...arrived,
        body: question.heard,
        call: call.number,
        address: call.address,
      }),
    );
    switch (next.type) {
      case "none":
        return await refuse(call, refusalOf(400, complaint(next.message, null, null)));
      case "reply":
        return await reply({ context, call, dialect, question, apiKey }, next.reply, next.fault);
    }
  } catch (error) {
    if (!call.signal.aborted)
      return refuseAtOnce(call, refusalOf(500, complaint(failureText(error), null, null)));
    call.observer.observe({ ...about(call), type: "aborted" });
    throw error;
  }
}

async function refuse(call: Call, wire: WireError): Promise<Response> {
  await beforeResponse(call, 0);
  return refuseAtOnce(call, wire);
}

/** Without asking the pacer: where the mock failed, it has no say. */
function refuseAtOnce(call: Call, wire: WireError): Response {
  const { status, error } = wire;
  call.observer.observe({ ...about(call), type: "refused", status, message: error.message });
  return errorResponse(wire, namesOf(call).request);
}

interface Exchange {
  readonly context: WireContext;
  readonly call: Call;
  readonly dialect: Dialect;
  readonly question: Question;
  readonly apiKey: string;
}

async function reply(
  exchange: Exchange,
  scripted: Reply,
  fault: ReplyFault | null,
): Promise<Response> {
  const { call, question } = exchange;
  await beforeResponse(call, scripted.delayMs);
  if (fault?.type === "connection-refused") {
    call.observer.observe({ ...about(call), type: "ended", fault });
    // How a wire says that there is no response at all.
    return Response.error();
  }
  const error = scriptedError(exchange, fault);
  if (error !== null) {
    call.observer.observe({ ...about(call), type: "ended", fault });
    return errorResponse(error, namesOf(call).request);
  }
  const composed = answerOf(exchange, scripted, fault);
  const streamed = question.stream(composed);
  const events = question.isStreamed
    ? streamed
    : [unstreamed(JSON.stringify(question.whole(composed)), streamed, composed.usage)];
  const sent = fault?.type === "error-event" ? countSent(events.length, fault.afterEvents) : 0;
  const errorEvent = () => question.errorEvent(composed, sent);
  const plan = planBody(events, scripted.chunking, fault, errorEvent);
  const { isStreamed } = question;
  const { chunkDelayMs } = scripted;
  return new Response(await bodyOf(call, plan, { isStreamed, chunkDelayMs, fault }), {
    headers: {
      ...usualHeaders(call),
      "content-type": isStreamed ? "text/event-stream; charset=utf-8" : "application/json",
      "cache-control": "no-cache",
    },
  });
}

function answerOf(
  { context, call, dialect, question }: Exchange,
  scripted: Reply,
  fault: ReplyFault | null,
): Answer {
  const names = namesOf(call, dialect.prefixes);
  const script = compose(scripted, fault, names.toolCall);
  return {
    names,
    script,
    usage: {
      ...accountFor(context.cache, question.model, question.prompt),
      ...countOutput(script.blocks),
      ...scripted.usage,
    },
    deltaCharacters: scripted.deltaCharacters,
    createdAt: Math.floor(context.nowMs() / 1_000),
  };
}

/** A status; and where nothing is streamed, an error within the stream becomes one too. */
function scriptedError({ question, apiKey }: Exchange, fault: ReplyFault | null): WireError | null {
  const asked = { model: question.model, apiKey };
  if (fault?.type === "status") return errorOf(fault, asked);
  if (fault?.type !== "error-event" || question.isStreamed) return null;
  return errorOf({ status: 503, retryAfterMs: null, shouldRetry: null }, asked);
}

/** A reply in one piece says all that its events would have said, and always its usage. */
function unstreamed(text: string, streamed: readonly WireEvent[], usage: Usage): WireEvent {
  return { text, deltas: streamed.flatMap((event) => event.deltas), usage };
}

function usualHeaders(call: Call): Record<string, string> {
  return wireHeaders({ requestId: namesOf(call).request, left: "most" });
}

function about({ number, address }: Call): { call: number; address: Call["address"] } {
  return { call: number, address };
}
