import { assertNever } from "../../core/assert-never.ts";
import type { Delta, StopReason } from "../../core/reply/delta.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import type { SpelledReply } from "../dialect.ts";
import { parseJson } from "../json-object.ts";
import { piecesOf, type Script } from "../script.ts";
import type { WireEvent } from "../wire-event.ts";

/** What of a response depends on the request. */
export interface ResponseFrame {
  readonly model: string;
  /** `thinkingConfig.includeThoughts`: without it thoughts stay hidden. */
  readonly showsThoughts: boolean;
}

/** A part, and the delta that it is. */
interface Piece {
  readonly part: JsonObject;
  readonly deltas: readonly Delta[];
}

/** A streamed response as its events: each is a whole response with a piece of the content. */
export function responseEvents(frame: ResponseFrame, answer: SpelledReply): readonly WireEvent[] {
  const pieces = piecesIn(frame, answer, answer.deltaCharacters);
  const last = pieces.length === 0 ? [{ part: { text: "" }, deltas: [] }] : pieces;
  return last.map(({ part, deltas }, index) => {
    const isLast = index === last.length - 1;
    const outputTokens = Math.min(1, answer.usage.outputTokens);
    const usage = isLast ? answer.usage : { ...answer.usage, outputTokens, thinkingTokens: 0 };
    const data = responseOf(frame, answer, [part], usage, isLast);
    return { text: `data: ${JSON.stringify(data)}\n\n`, deltas, usage: isLast ? usage : null };
  });
}

export function wholeResponse(frame: ResponseFrame, answer: SpelledReply): JsonObject {
  const parts = piecesIn(frame, answer, Infinity).map(({ part }) => part);
  return responseOf(frame, answer, parts, answer.usage, true);
}

function responseOf(
  { model }: ResponseFrame,
  { names, script }: SpelledReply,
  parts: readonly JsonObject[],
  usage: Usage,
  isLast: boolean,
): JsonObject {
  return {
    candidates: [
      {
        content: { parts: [...parts], role: "model" },
        ...(isLast && { finishReason: finishReasons[script.stopReason] }),
        index: 0,
        ...(isLast && groundingOf(script)),
      },
    ],
    usageMetadata: usageOf(usage),
    modelVersion: model,
    responseId: names.message,
  };
}

function piecesIn(
  { showsThoughts }: ResponseFrame,
  { script }: SpelledReply,
  characters: number,
): readonly Piece[] {
  /** Goes with the next part: what the model thought before it. */
  let signature: string | null = null;
  const signed = (): JsonObject => {
    const own: JsonObject = signature === null ? {} : { thoughtSignature: signature };
    signature = null;
    return own;
  };
  return script.blocks.flatMap((block, index): readonly Piece[] => {
    switch (block.type) {
      case "text":
        return cut(block, characters).map((text) => ({
          part: { text, ...signed() },
          deltas: [{ type: "text", block: index, text }],
        }));
      case "thinking":
        ({ signature } = block);
        if (!showsThoughts) return [];
        return cut(block, characters).map((text) => ({
          part: { text, thought: true },
          deltas: [{ type: "thinking", block: index, text }],
        }));
      case "tool-use": {
        const { callId, tool, json } = block;
        // A call comes whole: JSON that a fault broke can't be told here.
        const args = parseJson(json) ?? {};
        return [
          {
            part: { functionCall: { id: callId, name: tool, args }, ...signed() },
            deltas: [
              { type: "tool-use", block: index, callId, tool },
              { type: "tool-input", block: index, json },
            ],
          },
        ];
      }
      case "redacted-thinking":
        signature = Buffer.from(block.data).toString("base64");
        return [];
      case "provider-block":
      case "provider-item":
      case "web-search":
        return [];
      default:
        return assertNever(block);
    }
  });
}

const cut = (block: Extract<Script["blocks"][number], { readonly text: string }>, most: number) =>
  most === Infinity ? [block.text] : piecesOf(block, most);

/** It has no word for a call, a pause, or the stop sequence that was met. */
const finishReasons: Readonly<Record<StopReason, string>> = {
  "end-turn": "STOP",
  "stop-sequence": "STOP",
  "pause-turn": "STOP",
  "tool-use": "STOP",
  "max-tokens": "MAX_TOKENS",
  "context-exceeded": "MAX_TOKENS",
  refusal: "SAFETY",
  unknown: "OTHER",
};

/** What was searched for, what was found, and which text cites it. */
function groundingOf({ blocks }: Script): JsonObject {
  const searches = blocks.filter((block) => block.type === "web-search");
  const texts = blocks.filter((block) => block.type === "text");
  const cited = texts.flatMap(({ cites = [] }) => cites);
  const pages = [...searches.flatMap(({ pages: found }) => found), ...cited];
  if (pages.length === 0 && searches.length === 0) return {};
  const urls = [...new Set(pages.map(({ url }) => url))];
  return {
    groundingMetadata: {
      webSearchQueries: searches.map(({ query }) => query),
      groundingChunks: urls.map((uri) => ({
        web: { uri, title: pages.find(({ url }) => url === uri)?.title ?? "" },
      })),
      groundingSupports: texts.flatMap(({ text, cites = [] }) =>
        cites.length === 0
          ? []
          : [
              {
                segment: { startIndex: 0, endIndex: Buffer.byteLength(text), text },
                groundingChunkIndices: cites.map(({ url }) => urls.indexOf(url)),
              },
            ],
      ),
    },
  };
}

function usageOf(usage: Usage): JsonObject {
  const { inputTokens, outputTokens, thinkingTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const prompt = inputTokens + cacheReadTokens + cacheWriteTokens;
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: Math.max(0, outputTokens - thinkingTokens),
    totalTokenCount: prompt + outputTokens,
    ...(cacheReadTokens > 0 && { cachedContentTokenCount: cacheReadTokens }),
    ...(thinkingTokens > 0 && { thoughtsTokenCount: thinkingTokens }),
    promptTokensDetails: [{ modality: "TEXT", tokenCount: prompt }],
  };
}
