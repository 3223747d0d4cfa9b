import type { Delta } from "../../core/reply/delta.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import { cutText } from "../cut-text.ts";
import type { SpelledReply } from "../dialect.ts";
import type { WireEvent } from "../wire-event.ts";
import {
  messageAnnotations,
  type CompletionFrame,
  finishReason,
  headOf,
  refuses,
  takesText,
  chatUsage,
} from "./completion.ts";
import { deltaOf, spokenBlocks, type SpokenBlock } from "./spoken.ts";

/**
 * A streamed reply as its chunks, in the order in which Chat Completions sends them. The last one has the
 * sentinel with it, so that a stream which is cut always misses more than the sentinel.
 */
export function chunksOf(frame: CompletionFrame, answer: SpelledReply): readonly WireEvent[] {
  const { script, usage } = answer;
  const head = headOf(frame, answer, "chat.completion.chunk");
  // Each chunk says that usage is still to come, where it is.
  const pending = frame.tellsUsage ? { usage: null } : {};
  const chunk = (delta: object, means: readonly Delta[], finish: string | null = null) =>
    event(
      {
        ...head,
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
        ...pending,
      },
      means,
    );
  const textMember = refuses(frame, script) ? "refusal" : "content";
  const spoken = spokenBlocks(script);
  const annotations = messageAnnotations(spoken);
  const chunks = [
    chunk({ role: "assistant", content: "", refusal: null }, []),
    ...spoken.flatMap((block) => [
      ...opening(frame, block).map(([delta, means]) => chunk(delta, [means])),
      ...cutText(textOf(frame, block), answer.deltaCharacters).map((piece) =>
        chunk(wireDelta(frame, block, piece, textMember), [deltaOf(block, piece)]),
      ),
    ]),
    ...(annotations.length === 0 ? [] : [chunk({ annotations }, [])]),
    chunk({}, [], finishReason(frame, script)),
    ...(frame.tellsUsage
      ? [event({ ...head, choices: [], usage: chatUsage(usage) }, [], usage)]
      : []),
  ];
  return chunks.map((one, index) =>
    index === chunks.length - 1 ? { ...one, text: `${one.text}data: [DONE]\n\n` } : one,
  );
}

function event(data: object, deltas: readonly Delta[], usage: Usage | null = null): WireEvent {
  return { text: `data: ${JSON.stringify(data)}\n\n`, deltas, usage };
}

/** A call's name and id come first, with no arguments yet. */
function opening(
  frame: CompletionFrame,
  spoken: SpokenBlock,
): readonly (readonly [wire: object, means: Delta])[] {
  if (spoken.kind !== "tool-use") return [];
  const { block, call, source } = spoken;
  const { callId, tool } = source;
  const kind = takesText(frame, tool)
    ? { type: "custom", custom: { name: tool, input: "" } }
    : { type: "function", function: { name: tool, arguments: "" } };
  const wire = { index: call, id: callId, ...kind };
  return [[{ tool_calls: [wire] }, { type: "tool-use", block, callId, tool }]];
}

function wireDelta(
  frame: CompletionFrame,
  spoken: SpokenBlock,
  piece: string,
  textMember: "content" | "refusal",
): object {
  switch (spoken.kind) {
    case "text":
      return { [textMember]: piece };
    case "thinking":
      // Not OpenAI's own, which hides thoughts, but what the servers that show them agreed on.
      return { reasoning_content: piece };
    case "tool-use":
      return {
        tool_calls: [
          {
            index: spoken.call,
            ...(takesText(frame, spoken.source.tool)
              ? { custom: { input: piece } }
              : { function: { arguments: piece } }),
          },
        ],
      };
  }
}

function textOf(frame: CompletionFrame, spoken: SpokenBlock): string {
  if (spoken.kind !== "tool-use") return spoken.text;
  const { tool, json, text } = spoken.source;
  return takesText(frame, tool) ? text : json;
}
