import { addressHeader } from "../core/words/address-header.ts";
import { bodyOf } from "./sending/body.ts";
import type { BodyPlan } from "./sending/body-plan.ts";
import { beforeResponse, type Call } from "./served-call.ts";
import { type CallNames, namesOf } from "./call-names.ts";
import { countOutput } from "./count-tokens.ts";
import type { SpelledReply, Dialect, Manner, Question } from "./dialect.ts";
import type { WireError } from "./wire-error.ts";
import { mockFailureText } from "./mock-failure.ts";
import { withReading } from "./read-request.ts";
import type { BodyEnd, RawResponse, Reply } from "./reply.ts";
import { type ReplyFault, rulesOf } from "./reply-fault.ts";
import { disguisedQuestion } from "./servers/disguise.ts";
import type { Habit } from "./servers/habit.ts";
import { rawAnswer } from "./servers/raw-answer.ts";
import { compose, type Script } from "./script.ts";
import type { WireContext } from "./wire-context.ts";
import type { WireEvent } from "./wire-event.ts";
import type { WireServer } from "./wire-server.ts";

/** One request while it is answered, in the dialect in which it came. */
interface Exchange {
  readonly context: WireContext;
  readonly call: Call;
  readonly dialect: Dialect;
  readonly names: CallNames;
}

/** Serves the wires of a provider. One server for all of them: each that does not match costs time. */
export function serverOf(context: WireContext, dialects: readonly Dialect[]): WireServer {
  const dialectOf = (request: Request) => dialects.find((dialect) => dialect.serves(request));
  return {
    serves: (request) => dialectOf(request) !== undefined,
    async answer(request) {
      const dialect = dialectOf(request);
      if (dialect === undefined) throw new Error(`No wire serves ${request.method} ${request.url}`);
      const { call, address } = context.call(request);
      const exchange = { context, call, dialect, names: namesOf(call, dialect.prefixes) };
      try {
        return await answer(exchange, request, address);
      } catch (error) {
        if (!call.signal.aborted)
          return refuseAtOnce(exchange, dialect.refusal(500, mockFailureText(error)));
        call.observer.observe({ ...about(call), type: "aborted" });
        throw error;
      }
    },
  };
}

async function answer(
  exchange: Exchange,
  request: Request,
  address: "read" | "malformed",
): Promise<Response> {
  const { context, call, dialect } = exchange;
  const read = await dialect.read(request, context);
  if (read.type === "refused") return await refuse(exchange, read.error, read.isWay);
  if (read.body === null) return await tell(exchange, read.value, read.status);
  if (address === "malformed")
    return await refuse(exchange, dialect.refusal(400, `${addressHeader}: not an address`));
  const arrived = {
    wire: dialect.wire,
    path: new URL(request.url).pathname,
    body: read.body,
    retryCount: Number(request.headers.get("x-stainless-retry-count") ?? 0) || 0,
  };
  call.observer.observe({ ...about(call), type: "request", ...arrived });
  if (read.type === "answered") return await tell(exchange, read.value, read.status);
  const { question } = read;
  if (read.type === "warm-up") return await warmUp(exchange, question);
  const asked = { ...arrived, body: question.heard, call: call.number, address: call.address };
  const next = context.source.next(withReading(asked));
  switch (next.type) {
    case "none":
      return await refuse(exchange, dialect.refusal(400, next.message));
    case "reply":
      return await reply(exchange, question, next.reply, next.fault);
  }
}

/** An answer that no script is needed for. */
async function tell(exchange: Exchange, value: object, status: number): Promise<Response> {
  await beforeResponse(exchange.call, 0);
  return Response.json(value, { status, headers: headersOf(exchange, "most") });
}

/** The prompt is cached, and nothing is said. */
async function warmUp(exchange: Exchange, question: Question): Promise<Response> {
  const { call } = exchange;
  const script: Script = { blocks: [], stopReason: "max-tokens" };
  const nothing = answerOf(exchange, question, script, {
    usage: { outputTokens: 0 },
    deltaCharacters: 1,
  });
  const response = await tell(exchange, question.whole(nothing), 200);
  call.observer.observe({
    ...about(call),
    type: "sent",
    event: { deltas: [], usage: nothing.usage },
  });
  call.observer.observe({ ...about(call), type: "ended", fault: null });
  return response;
}

async function refuse(exchange: Exchange, error: WireError, isWay?: true): Promise<Response> {
  await beforeResponse(exchange.call, 0);
  return refuseAtOnce(exchange, error, isWay);
}

/** Without asking the pacer: where the mock failed, it has no say. */
function refuseAtOnce(exchange: Exchange, error: WireError, isWay?: true): Response {
  const { call } = exchange;
  const { status, message } = error;
  const way = isWay === undefined ? {} : { isWay };
  call.observer.observe({ ...about(call), type: "refused", status, message, ...way });
  return errorResponse(exchange, error);
}

async function reply(
  exchange: Exchange,
  asked: Question,
  scripted: Reply,
  fault: ReplyFault | null,
): Promise<Response> {
  const { call, names } = exchange;
  const habits = fault === null ? [] : rulesOf(fault).habits(fault);
  const question = withHabits(exchange, asked, habits);
  await beforeResponse(call, scripted.delayMs);
  const rules = fault === null ? null : rulesOf(fault);
  const instead = fault === null ? null : (rules?.inPlace(fault, question) ?? null);
  if (instead?.type === "nothing" || instead?.type === "error") {
    call.observer.observe({ ...about(call), type: "ended", fault });
    // An error of the network is how a wire says that there is no response at all.
    return instead.type === "error" ? errorResponse(exchange, instead.error) : Response.error();
  }
  const raw = instead?.raw ?? rawOf(scripted, fault);
  if (raw !== null) return rawAnswer(call, raw, fault);
  const composed = compose(scripted, names.toolCall);
  const script = rules?.ofScript(composed, scripted.parts) ?? composed;
  const answered = answerOf(exchange, question, script, scripted);
  question.keep?.(answered);
  const { isStreamed } = question;
  const events = isStreamed ? question.stream(answered) : [unstreamed(question, answered)];
  const manner = isStreamed ? question.manner : undefined;
  const chunking = manner?.chunking ?? scripted.chunking;
  const whole: BodyPlan = { events, torn: "", end: "close", chunking };
  const errorAfter = (sent: number) => question.errorEvent(answered, sent);
  const planned = fault === null ? whole : rulesOf(fault).ofBody(whole, fault, errorAfter);
  const plan = planned.end === "close" ? { ...planned, end: endOf(manner, events) } : planned;
  const { chunkDelayMs } = scripted;
  const type = isStreamed
    ? manner?.contentType === undefined
      ? "text/event-stream; charset=utf-8"
      : manner.contentType
    : "application/json";
  return new Response(await bodyOf(call, plan, { isStreamed, chunkDelayMs, fault }), {
    headers: {
      ...headersOf(exchange, "most"),
      ...(type !== null && { "content-type": type }),
      "cache-control": "no-cache",
    },
  });
}

/** A connection that breaks where what the reply took was not reported yet would break the reply. */
function endOf(manner: Manner | undefined, events: readonly WireEvent[]): BodyEnd {
  const isReported = events.some(({ usage }) => usage !== null);
  return manner?.end === "reset" && !isReported ? "close" : (manner?.end ?? "close");
}

/** A question that is answered with ways of this one reply, besides those of the server. */
function withHabits(
  { dialect, context }: Exchange,
  asked: Question,
  habits: readonly Habit[],
): Question {
  if (habits.length === 0) return asked;
  return (
    asked.withHabits?.(habits) ?? disguisedQuestion(asked, dialect.wire, habits, context.nowMs)
  );
}

function answerOf(
  { context, names }: Exchange,
  question: Question,
  script: Script,
  { usage, deltaCharacters }: Pick<Reply, "usage" | "deltaCharacters">,
): SpelledReply {
  const { input, hourWriteTokens } = question.account(context.cache);
  return {
    names,
    script,
    usage: { ...input, ...countOutput(script.blocks), ...usage },
    hourWriteTokens,
    deltaCharacters,
    createdAt: Math.floor(context.nowMs() / 1_000),
  };
}

/** The bytes that a reply is scripted with. Faults of what is said have nothing to change in them. */
const rawOf = ({ raw }: Reply, fault: ReplyFault | null): RawResponse | null =>
  raw === undefined || fault === null ? (raw ?? null) : rulesOf(fault).ofRaw(raw, fault);

/**
 * A reply in one piece says all that its events would have said, and always its usage. The events are spelt only where
 * somebody wants to know: a third of what a whole reply costs the mock (`bench mock`).
 */
const unstreamed = (question: Question, answered: SpelledReply): WireEvent => ({
  text: JSON.stringify(question.whole(answered)),
  get deltas() {
    return question.stream(answered).flatMap((event) => event.deltas);
  },
  usage: answered.usage,
});

function errorResponse(exchange: Exchange, error: WireError): Response {
  const { status, retryAfterMs, shouldRetry } = error;
  const headers = headersOf(exchange, status === 429 ? "nothing" : "most");
  if (retryAfterMs !== null) {
    headers["retry-after"] = String(Math.ceil(retryAfterMs / 1_000));
    // Clients read this one first; whole seconds would round what a script asks for, and are all that most servers say.
    if (retryAfterMs % 1_000 !== 0) headers["retry-after-ms"] = String(retryAfterMs);
  }
  if (shouldRetry !== null) headers["x-should-retry"] = String(shouldRetry);
  Object.assign(headers, error.headers);
  if (error.text === undefined)
    return Response.json(error.body(exchange.names.request), { status, headers });
  return new Response(error.text.body, {
    status,
    headers: { ...headers, "content-type": error.text.type },
  });
}

function headersOf({ context, dialect, names }: Exchange, left: "most" | "nothing") {
  return dialect.headers({ requestId: names.request, nowMs: context.nowMs(), left });
}

function about({ number, address }: Call): { call: number; address: Call["address"] } {
  return { call: number, address };
}
