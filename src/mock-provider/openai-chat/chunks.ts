import type { Delta } from "../../core/delta.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import { cutText } from "../cut-text.ts";
import type { Answer } from "../dialect.ts";
import type { WireEvent } from "../wire-event.ts";
import { type CompletionFrame, finishReason, headOf, refuses, wireUsage } from "./completion.ts";
import { deltaOf, spokenBlocks, type SpokenBlock } from "./spoken.ts";

/**
 * A streamed reply as its chunks, in the order in which Chat Completions sends them. The last one has the
 * sentinel with it, so that a stream which is cut always misses more than the sentinel.
 */
export function chunksOf(frame: CompletionFrame, answer: Answer): readonly WireEvent[] {
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
  const chunks = [
    chunk({ role: "assistant", content: "", refusal: null }, []),
    ...spokenBlocks(script).flatMap((block) => [
      ...opening(block).map(([delta, means]) => chunk(delta, [means])),
      ...cutText(textOf(block), answer.deltaCharacters).map((piece) =>
        chunk(wireDelta(block, piece, textMember), [deltaOf(block, piece)]),
      ),
    ]),
    chunk({}, [], finishReason(frame, script)),
    ...(frame.tellsUsage
      ? [event({ ...head, choices: [], usage: wireUsage(usage) }, [], usage)]
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
function opening(spoken: SpokenBlock): readonly (readonly [wire: object, means: Delta])[] {
  if (spoken.kind !== "tool-use") return [];
  const { block, call, source } = spoken;
  const { callId, tool } = source;
  const wire = {
    index: call,
    id: callId,
    type: "function",
    function: { name: tool, arguments: "" },
  };
  return [[{ tool_calls: [wire] }, { type: "tool-use", block, callId, tool }]];
}

function wireDelta(spoken: SpokenBlock, piece: string, textMember: "content" | "refusal"): object {
  switch (spoken.kind) {
    case "text":
      return { [textMember]: piece };
    case "thinking":
      // Not OpenAI's own, which hides thoughts, but what the servers that show them agreed on.
      return { reasoning_content: piece };
    case "tool-use":
      return { tool_calls: [{ index: spoken.call, function: { arguments: piece } }] };
  }
}

function textOf(spoken: SpokenBlock): string {
  return spoken.kind === "tool-use" ? spoken.source.json : spoken.text;
}
