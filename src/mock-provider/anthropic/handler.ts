import type { Usage } from "../../core/ledger/usage.ts";
import { addressHeader } from "../address-header.ts";
import { isObject } from "../json-object.ts";
import { bodyOf } from "../body.ts";
import { planBody } from "../body-fault.ts";
import { beforeResponse, type Call } from "../call.ts";
import { namesOf } from "../call-names.ts";
import { countOutput } from "../count-tokens.ts";
import { failureText } from "../mock-failure.ts";
import { promptTokens } from "../prompt-cache.ts";
import { withReading } from "../read-request.ts";
import type { Reply, ReplyFault } from "../reply.ts";
import { compose, type Script } from "../script.ts";
import type { WireContext } from "../wire-context.ts";
import type { WireEvent } from "../wire-event.ts";
import type { WireServer } from "../wire-server.ts";
import { checkHeaders } from "./check-headers.ts";
import { methodOf, questionOf } from "./endpoint.ts";
import {
  errorEvent,
  errorOf,
  errorResponse,
  refusalOf,
  unknownModel,
  type WireError,
} from "./error.ts";
import { deltasOf, eventsOf } from "./events.ts";
import { wireHeaders } from "./headers.ts";
import { type MessageFrame, wholeMessage } from "./message.ts";
import { modelList, oneModel } from "./models.ts";
import { segmentsOf } from "./prompt.ts";
import { readBody, type RequestBody } from "./request-body.ts";
import { threadUnsupported } from "./thread.ts";

/** Answers the Messages API. One wire for all its paths: one that does not match costs time too. */
export function anthropicWire(context: WireContext): WireServer {
  return {
    serves: (request) => questionOf(request) !== null,
    answer: (request) => answer(context, request),
  };
}

async function answer(context: WireContext, request: Request): Promise<Response> {
  const { call, address } = context.call(request);
  try {
    const question = questionOf(request) ?? { type: "messages" };
    if (request.method !== methodOf(question))
      return await refuse(context, call, refusalOf(405, "Method Not Allowed"));
    const amiss = checkHeaders(request.headers);
    if (amiss !== null) return await refuse(context, call, amiss);
    switch (question.type) {
      case "models":
        return await tell(context, call, modelList(context.models.names));
      case "model":
        return context.models.has(question.id)
          ? await tell(context, call, oneModel(question.id))
          : await refuse(context, call, refusalOf(404, unknownModel(question.id)));
      case "messages":
      case "count_tokens":
    }
    const read = readBody(await request.text(), {
      endpoint: question.type,
      headers: request.headers,
      hasModel: context.models.has,
    });
    if (read.type === "refused") return await refuse(context, call, read.error);
    if (address === "malformed")
      return await refuse(context, call, refusalOf(400, `${addressHeader}: not an address`));

    const { body } = read;
    const arrived = {
      wire: "anthropic",
      path: new URL(request.url).pathname,
      body: body.json,
      retryCount: Number(request.headers.get("x-stainless-retry-count") ?? 0) || 0,
    } as const;
    call.observer.observe({ ...about(call), type: "request", ...arrived });
    if (question.type === "count_tokens")
      return await tell(context, call, { input_tokens: promptTokens(segmentsOf(body.json)) });
    if (isObject(body.json["thread"])) return await tell(context, call, threadUnsupported, 400);
    if (body.isWarmUp) return await warmUp(context, call, body);

    const next = context.source.next(
      withReading({ ...arrived, call: call.number, address: call.address }),
    );
    switch (next.type) {
      case "none":
        return await refuse(context, call, refusalOf(400, next.message));
      case "reply":
        return await reply(context, call, body, next.reply, next.fault);
    }
  } catch (error) {
    if (!call.signal.aborted)
      return refuseAtOnce(context, call, refusalOf(500, failureText(error)));
    call.observer.observe({ ...about(call), type: "aborted" });
    throw error;
  }
}

/** An answer that no script is needed for. */
async function tell(
  context: WireContext,
  call: Call,
  value: object,
  status = 200,
): Promise<Response> {
  await beforeResponse(call, 0);
  return Response.json(value, { status, headers: usualHeaders(context, call) });
}

/** The prompt is cached, and nothing is said. */
async function warmUp(context: WireContext, call: Call, body: RequestBody): Promise<Response> {
  const account = context.cache.accountByLife(body.model, segmentsOf(body.json));
  const usage: Usage = { ...account.input, outputTokens: 0, thinkingTokens: 0 };
  const frame = frameOf(call, body, account.hourWriteTokens);
  const script: Script = { blocks: [], stopReason: "max-tokens" };
  const response = await tell(context, call, wholeMessage(frame, script, usage));
  call.observer.observe({ ...about(call), type: "sent", deltas: [], usage });
  call.observer.observe({ ...about(call), type: "ended", fault: null });
  return response;
}

async function refuse(context: WireContext, call: Call, error: WireError): Promise<Response> {
  await beforeResponse(call, 0);
  return refuseAtOnce(context, call, error);
}

/** Without asking the pacer: where the mock failed, it has no say. */
function refuseAtOnce(context: WireContext, call: Call, error: WireError): Response {
  const { status, message } = error;
  call.observer.observe({ ...about(call), type: "refused", status, message });
  return fail(context, call, error);
}

async function reply(
  context: WireContext,
  call: Call,
  body: RequestBody,
  scripted: Reply,
  fault: ReplyFault | null,
): Promise<Response> {
  await beforeResponse(call, scripted.delayMs);
  if (fault?.type === "connection-refused") {
    call.observer.observe({ ...about(call), type: "ended", fault });
    // How a wire says that there is no response at all.
    return Response.error();
  }
  const error = scriptedError(body, fault);
  if (error !== null) {
    call.observer.observe({ ...about(call), type: "ended", fault });
    return fail(context, call, error);
  }
  const names = namesOf(call);
  const script = compose(scripted, fault, names.toolCall);
  const account = context.cache.accountByLife(body.model, segmentsOf(body.json));
  const usage: Usage = {
    ...account.input,
    ...countOutput(script.blocks),
    ...scripted.usage,
  };
  const frame = frameOf(call, body, account.hourWriteTokens);
  const { isStreamed } = body;
  const { chunkDelayMs, deltaCharacters } = scripted;
  const events = isStreamed
    ? eventsOf(frame, script, usage, deltaCharacters)
    : [wholeEvent(frame, script, usage, deltaCharacters)];
  const plan = planBody(events, scripted.chunking, fault, () => errorEvent(names.request));
  return new Response(await bodyOf(call, plan, { isStreamed, chunkDelayMs, fault }), {
    headers: {
      ...usualHeaders(context, call),
      "content-type": isStreamed ? "text/event-stream; charset=utf-8" : "application/json",
      "cache-control": "no-cache",
    },
  });
}

function frameOf(call: Call, body: RequestBody, hourWriteTokens: number): MessageFrame {
  const { model, stopSequence } = body;
  return { id: namesOf(call).message, model, stopSequence, hourWriteTokens };
}

/** A status; and where nothing is streamed, an error within the stream becomes one too. */
function scriptedError(body: RequestBody, fault: ReplyFault | null): WireError | null {
  const { model } = body;
  if (fault?.type === "status") return errorOf(fault, model);
  if (fault?.type !== "error-event" || body.isStreamed) return null;
  return errorOf({ status: 529, retryAfterMs: null, shouldRetry: null }, model);
}

/** A reply in one piece says all that its events would have said. */
function wholeEvent(
  frame: MessageFrame,
  script: Script,
  usage: Usage,
  deltaCharacters: number,
): WireEvent {
  const text = JSON.stringify(wholeMessage(frame, script, usage));
  return { text, deltas: deltasOf(script, deltaCharacters), usage };
}

function fail(context: WireContext, call: Call, error: WireError): Response {
  return errorResponse(error, namesOf(call).request, context.nowMs());
}

function usualHeaders(context: WireContext, call: Call): Record<string, string> {
  return wireHeaders({
    requestId: namesOf(call).request,
    nowMs: context.nowMs(),
    left: "most",
  });
}

function about({ number, address }: Call): { call: number; address: Call["address"] } {
  return { call: number, address };
}
