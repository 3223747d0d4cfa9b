import type { JsonObject } from "../../core/json.ts";
import type { Delta } from "../../core/reply/delta.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import { objectsOf } from "../json-object.ts";
import { citationsOf, type OwnBlock, ownBlocks } from "./web-search.ts";
import { cutText } from "../cut-text.ts";
import { piecesOf, type Script } from "../script.ts";
import type { WireEvent } from "../wire-event.ts";
import {
  cumulativeUsage,
  messageOf,
  openedBlock,
  stopOf,
  wireUsage,
  type MessageFrame,
} from "./message.ts";

/** A streamed reply as its events, in the order in which the Messages API sends them. */
export function eventsOf(
  frame: MessageFrame,
  script: Script,
  usage: Usage,
  deltaCharacters: number,
): readonly WireEvent[] {
  // The first report is of before the output: one token, and no thinking yet.
  const atStart: Usage = {
    ...usage,
    outputTokens: Math.min(1, usage.outputTokens),
    thinkingTokens: 0,
  };
  const message = { ...messageOf(frame), usage: wireUsage(frame, atStart) };
  return [
    event({ type: "message_start", message }, [], atStart),
    event({ type: "ping" }),
    ...ownBlocks(script.blocks).flatMap((block, index) =>
      blockEvents(block, index, deltaCharacters),
    ),
    event(
      {
        type: "message_delta",
        delta: { ...stopOf(frame, script), container: null },
        usage: cumulativeUsage(usage),
      },
      [],
      usage,
    ),
    event({ type: "message_stop" }),
  ];
}

function event(
  data: { readonly type: string; readonly [member: string]: unknown },
  deltas: readonly Delta[] = [],
  usage: Usage | null = null,
): WireEvent {
  return {
    text: `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`,
    deltas,
    usage,
  };
}

/** Nearly every event is one of these, so that its frame is not spelt anew each time. */
function deltaEvent(index: number, wire: object, delta: Delta | null): WireEvent {
  return {
    text: `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":${JSON.stringify(wire)}}\n\n`,
    deltas: delta === null ? [] : [delta],
    usage: null,
  };
}

function blockEvents(
  block: OwnBlock,
  index: number,
  deltaCharacters: number,
): readonly WireEvent[] {
  return [
    event(
      { type: "content_block_start", index, content_block: openedBlock(block) },
      openingDeltas(block, index),
    ),
    ...wireDeltas(block, index, deltaCharacters).map(([wire, delta]) =>
      deltaEvent(index, wire, delta),
    ),
    event({ type: "content_block_stop", index }),
  ];
}

/** What the opening of a block tells already. */
function openingDeltas(block: OwnBlock, index: number): readonly Delta[] {
  switch (block.type) {
    case "redacted-thinking":
      return [{ type: "redacted-thinking", block: index, data: block.data }];
    case "tool-use":
      return [{ type: "tool-use", block: index, callId: block.callId, tool: block.tool }];
    case "text":
    case "thinking":
    case "provider-block":
      return [];
  }
}

function wireDeltas(
  block: OwnBlock,
  index: number,
  deltaCharacters: number,
): readonly (readonly [wire: object, delta: Delta | null])[] {
  const pieces = piecesOf(block, deltaCharacters);
  switch (block.type) {
    case "redacted-thinking":
      return [];
    case "text":
      return [
        ...pieces.map(
          (text) =>
            [
              { type: "text_delta", text },
              { type: "text", block: index, text },
            ] as const,
        ),
        ...citationsOf(block).map(
          (citation) => [{ type: "citations_delta", citation }, null] as const,
        ),
      ];
    case "thinking": {
      const thoughts = pieces.map(
        (text) =>
          [
            { type: "thinking_delta", thinking: text },
            { type: "thinking", block: index, text } as Delta,
          ] as const,
      );
      if (block.signature === null) return thoughts;
      const { signature } = block;
      return [
        ...thoughts,
        [
          { type: "signature_delta", signature },
          { type: "signature", block: index, signature },
        ],
      ];
    }
    case "provider-block":
      return providerDeltas(block.block, deltaCharacters).map((wire) => [wire, null]);
    case "tool-use":
      // The API's first piece of a tool's input is empty.
      return ["", ...pieces].map((json) => [
        { type: "input_json_delta", partial_json: json },
        { type: "tool-input", block: index, json },
      ]);
  }
}

/** Text with its citations, or the input of a tool that runs at the provider; all else opens whole. */
function providerDeltas(block: JsonObject, deltaCharacters: number): readonly object[] {
  switch (block.type) {
    case "text":
      return [
        ...cutText(String(block.text), deltaCharacters).map((text) => ({
          type: "text_delta",
          text,
        })),
        ...objectsOf(block.citations).map((citation) => ({ type: "citations_delta", citation })),
      ];
    case "server_tool_use":
      return ["", ...cutText(JSON.stringify(block.input ?? {}), deltaCharacters)].map((json) => ({
        type: "input_json_delta",
        partial_json: json,
      }));
    default:
      return [];
  }
}
