import { isObject } from "../json-object.ts";
import type { SpelledReply, Dialect, Question, Read } from "../dialect.ts";
import type { WireError } from "../wire-error.ts";
import { promptTokens } from "../prompt-cache.ts";
import type { WireContext } from "../wire-context.ts";
import { checkHeaders } from "./check-headers.ts";
import { methodOf, questionOf as pathQuestion } from "./endpoint.ts";
import { overloadEvent, errorOf, refusalOf, unknownModel } from "./error.ts";
import { eventsOf } from "./events.ts";
import { wireHeaders } from "./headers.ts";
import { type MessageFrame, wholeMessage } from "./message.ts";
import { modelList, oneModel } from "./models.ts";
import { segmentsOf } from "./prompt.ts";
import { readBody, type MessagesBody } from "./request-body.ts";
import { threadUnsupported } from "./thread.ts";

/** The Messages API, with the counting of tokens and the list of models. */
export const anthropicDialect: Dialect = {
  wire: "anthropic",
  prefixes: { message: "msg_", toolCall: "toolu_" },
  serves: (request) => pathQuestion(request) !== null,
  read,
  refusal: refusalOf,
  headers: wireHeaders,
};

async function read(request: Request, { models }: WireContext): Promise<Read> {
  const asked = pathQuestion(request) ?? { type: "messages" };
  if (request.method !== methodOf(asked)) return refused(refusalOf(405, "Method Not Allowed"));
  const amiss = checkHeaders(request.headers);
  if (amiss !== null) return refused(amiss);
  switch (asked.type) {
    case "models":
      return { type: "answered", body: null, value: modelList(models.names), status: 200 };
    case "model":
      return models.has(asked.id)
        ? { type: "answered", body: null, value: oneModel(asked.id), status: 200 }
        : refused(refusalOf(404, unknownModel(asked.id)));
    case "messages":
    case "count_tokens":
  }
  const found = readBody(await request.text(), {
    endpoint: asked.type,
    headers: request.headers,
    hasModel: models.has,
  });
  if (found.type === "refused") return found;
  const { json: body } = found.body;
  if (asked.type === "count_tokens") {
    const value = { input_tokens: promptTokens(segmentsOf(body)) };
    return { type: "answered", body, value, status: 200 };
  }
  if (isObject(body["thread"]))
    return { type: "answered", body, value: threadUnsupported, status: 400 };
  const type = found.body.isWarmUp ? "warm-up" : "question";
  return { type, body, question: questionOf(found.body) };
}

function questionOf({ json, model, isStreamed, stopSequence }: MessagesBody): Question {
  const frameOf = ({ names, hourWriteTokens }: SpelledReply): MessageFrame => ({
    id: names.message,
    model,
    stopSequence,
    hourWriteTokens,
  });
  return {
    isStreamed,
    heard: json,
    account: (cache) => cache.accountByLife(model, segmentsOf(json)),
    stream: (answer) =>
      eventsOf(frameOf(answer), answer.script, answer.usage, answer.deltaCharacters),
    whole: (answer) => wholeMessage(frameOf(answer), answer.script, answer.usage),
    errorEvent: ({ names }) => overloadEvent(names.request),
    errorOf: (fault) => errorOf(fault, model),
  };
}

const refused = (error: WireError): Read => ({ type: "refused", error });
