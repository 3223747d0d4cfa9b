import { expect, test } from "bun:test";
import { noUsage } from "../../../src/core/ledger/usage.ts";
import { messageEvents } from "../../../src/mock-provider/servers/message-events.ts";
import type { ServerEvent } from "../../../src/mock-provider/servers/server-event.ts";

const event = (data: NonNullable<ServerEvent["data"]>, json?: string): ServerEvent => ({
  kind: null,
  data,
  deltas: json === undefined ? [] : [{ type: "tool-input", block: 0, json }],
  usage: null,
});

const callWith = (...pieces: readonly string[]): readonly ServerEvent[] => [
  event({ type: "content_block_start", content_block: { type: "tool_use", input: {} } }),
  ...pieces.map((json) =>
    event(
      { type: "content_block_delta", delta: { type: "input_json_delta", partial_json: json } },
      json,
    ),
  ),
  event({ type: "content_block_stop" }),
];

test("a call's input comes with its opening where it is an object, and in pieces where it is none", () => {
  const inputFirst = (events: readonly ServerEvent[]) =>
    messageEvents(events, [{ type: "input-first" }], { usage: noUsage });
  const [opening, ...rest] = inputFirst(callWith('{"path":', '"a.txt"}'));
  expect(opening!.data).toMatchObject({ content_block: { input: { path: "a.txt" } } });
  expect(opening!.deltas).toEqual([{ type: "tool-input", block: 0, json: '{"path":"a.txt"}' }]);
  expect(rest).toHaveLength(1);
  for (const broken of [callWith('{"path":', '"a.t'), callWith("[1]")])
    expect(inputFirst(broken)).toEqual(broken);
});
