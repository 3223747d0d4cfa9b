import type { Usage } from "../../core/usage.ts";
import { addressHeader } from "../address-header.ts";
import { bodyOf } from "../body.ts";
import { countSent, planBody } from "../body-fault.ts";
import { beforeResponse, type Call } from "../call.ts";
import { namesOf } from "../call-names.ts";
import { countOutput } from "../count-tokens.ts";
import { isObject, parseJson } from "../json-object.ts";
import { chatDialect } from "../openai-chat/dialect.ts";
import { responsesDialect } from "../openai-responses/dialect.ts";
import { newResponseMemory } from "../openai-responses/memory.ts";
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
  if (!hasKey(request)) return await refuse(call, missingKey);
  const path = new URL(request.url).pathname;
  const arrived = { wire: "openai-chat", path, body: {}, retryCount: 0 } as const;
  call.observer.observe({ ...about(call), type: "request", ...arrived });
  await beforeResponse(call, 0);
  return Response.json(modelsAnswer(path, context.models.names), { headers: usualHeaders(call) });
}

const missingKey = refusalOf(
  401,
  complaint(
    "You didn't provide an API key. Send it in an Authorization header: Authorization: Bearer KEY.",
    null,
    null,
  ),
);

function hasKey({ headers }: Request): boolean {
  // The second is how Azure's clients send it.
  return /^Bearer \S/.test(headers.get("authorization") ?? "") || headers.has("api-key");
}

async function answer(context: WireContext, request: Request, dialect: Dialect): Promise<Response> {
  const { call, address } = context.call(request);
  try {
    if (!hasKey(request)) return await refuse(call, missingKey);
    const body = parseJson(await request.text());
    if (!isObject(body)) {
      const message = "We could not parse the JSON body of your request. Send a JSON object.";
      return await refuse(call, refusalOf(400, complaint(message, null, null)));
    }
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
    const next = context.source.next({ ...arrived, address: call.address });
    switch (next.type) {
      case "none":
        return await refuse(call, refusalOf(400, complaint(next.message, null, null)));
      case "reply":
        return await reply({ context, call, dialect, question }, next.reply, next.fault);
    }
  } catch (error) {
    if (call.signal.aborted) call.observer.observe({ ...about(call), type: "aborted" });
    throw error;
  }
}

async function refuse(call: Call, wire: WireError): Promise<Response> {
  await beforeResponse(call, 0);
  const { status, error } = wire;
  call.observer.observe({ ...about(call), type: "refused", status, message: error.message });
  return errorResponse(wire, namesOf(call).request);
}

interface Exchange {
  readonly context: WireContext;
  readonly call: Call;
  readonly dialect: Dialect;
  readonly question: Question;
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
  const error = scriptedError(question, fault);
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
function scriptedError({ isStreamed }: Question, fault: ReplyFault | null): WireError | null {
  if (fault?.type === "status") return errorOf(fault.status, fault.retryAfterMs, fault.shouldRetry);
  return fault?.type === "error-event" && !isStreamed ? errorOf(503, null, null) : null;
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
