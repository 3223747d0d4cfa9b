import type { JsonObject } from "../../core/json.ts";
import type { SpelledReply, Dialect, Manner, Question, Read } from "../dialect.ts";
import type { WireError } from "../wire-error.ts";
import { isObject, objectsOf, parseJson } from "../json-object.ts";
import type { Wire } from "../reply-source.ts";
import { wires } from "../wires.ts";
import { refusalError, shapedError, shapedErrorEvent } from "./error-shape.ts";
import { areContrary } from "./contrary-habits.ts";
import { frame, mannerOf } from "./framing.ts";
import type { Habit } from "./habit.ts";
import { isUnsigned, refusalBy } from "./refusal.ts";
import { parseEvents } from "./server-event.ts";
import { answeredWhole } from "./whole-reply.ts";

/** A wire as a server with these habits speaks it: the wire's own dialect answers, and what it says is changed. */
export function disguised(dialect: Dialect, habits: readonly Habit[]): Dialect {
  if (habits.length === 0) return dialect;
  const shaped = (error: WireError, nowMs = 0) => shapedError(error, habits, nowMs);
  return {
    ...dialect,
    refusal: (status, message) => shaped(dialect.refusal(status, message)),
    async read(request, context): Promise<Read> {
      const text = request.method === "POST" ? await request.clone().text() : "";
      const body = parseJson(text);
      const refusal = isObject(body) ? refusalBy(habits, body, request.headers) : null;
      if (refusal !== null)
        return { type: "refused", error: shaped(refusalError(refusal)), isWay: true };
      const asked = isObject(body) ? withTaken(request, body) : request;
      const read = await dialect.read(asked, context);
      switch (read.type) {
        case "refused":
          return { ...read, error: shaped(read.error) };
        case "answered":
          return read;
        case "warm-up":
        case "question": {
          const question = disguisedQuestion(read.question, dialect.wire, habits, context.nowMs);
          return { ...read, body: isObject(body) ? body : read.body, question };
        }
      }
    },
  };
}

/** One question, where a habit is that of one reply. */
export function disguisedQuestion(
  asked: Question,
  wire: Wire,
  habits: readonly Habit[],
  nowMs: () => number,
): Question {
  const isWhole = habits.some(({ type }) => type === "whole-reply");
  const question = isWhole ? answeredWhole(asked, wire) : asked;
  const stream = (answer: SpelledReply) => framed(question, answer, { wire, habits });
  return {
    ...question,
    withHabits: (more) => disguisedQuestion(asked, wire, withOwn(habits, more), nowMs),
    stream: isWhole ? question.stream : stream,
    manner: mannerAfter(question.manner, mannerOf(habits)),
    errorEvent: (answer, sent) => shapedErrorEvent(question.errorEvent(answer, sent), habits),
    errorOf: (fault) => shapedError(question.errorOf(fault), habits, nowMs()),
  };
}

/** A server's ways, of which a reply's own takes the place of those of its kind, and of those that contradict it. */
const withOwn = (habits: readonly Habit[], own: readonly Habit[]): readonly Habit[] => [
  ...habits.filter((habit) =>
    own.every((one) => one.type !== habit.type && !areContrary(one, habit)),
  ),
  ...own,
];

const mannerAfter = (before: Manner | undefined, own: Manner): Manner => ({
  end: own.end === "close" ? (before?.end ?? "close") : own.end,
  chunking: own.chunking ?? before?.chunking ?? null,
  contentType: own.contentType === undefined ? before?.contentType : own.contentType,
});

function framed(
  question: Question,
  answer: SpelledReply,
  { wire, habits }: { readonly wire: Wire; readonly habits: readonly Habit[] },
) {
  const events = parseEvents(question.stream(answer));
  return frame(wires[wire].habitual(events, habits, answer), habits);
}

/** The request without what this server takes and the wire's own does not: thoughts without a signature. */
function withTaken(request: Request, body: JsonObject): Request {
  const messages = objectsOf(body.messages);
  const hasThoughts = messages.some(({ content }) => objectsOf(content).some(isUnsigned));
  if (!hasThoughts) return request;
  return withBody(request, {
    ...body,
    messages: messages.map((message) => {
      const { content } = message;
      if (!Array.isArray(content)) return message;
      return { ...message, content: objectsOf(content).filter((block) => !isUnsigned(block)) };
    }),
  });
}

const withBody = ({ url, method, headers, signal }: Request, body: JsonObject): Request =>
  new Request(url, { method, headers, signal, body: JSON.stringify(body) });
