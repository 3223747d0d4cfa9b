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

test("a usage that is told twice, at first beside no reason, is known as told each time", () => {
  const usage = { ...noUsage, inputTokens: 9, outputTokens: 7 };
  const whole: readonly ServerEvent[] = [
    { ...event({ type: "message_start", message: { usage: {} } }), usage: noUsage },
    { ...event({ type: "message_delta", delta: { stop_reason: "end_turn" } }), usage },
    event({ type: "message_stop" }),
  ];
  const ways = ["negative", "texts", "at-the-end"] as const;
  for (const as of ways) {
    const habits = [{ type: "no-reasons" }, { type: "message-usage", as }] as const;
    const ends = messageEvents(whole, habits, { usage }).filter(
      ({ data }) => data?.type === "message_delta" && data.usage !== undefined,
    );
    expect(ends.map((end) => [as, end.usage?.outputTokens])).toEqual(ends.map(() => [as, 7]));
    expect(ends.length).toBeGreaterThan(0);
  }
});

test("a signature comes with the opening of its own thought, also where no block is closed by then", () => {
  const thought = (index: number, signature: string): readonly ServerEvent[] => [
    event({ type: "content_block_start", index, content_block: { type: "thinking" } }),
    {
      ...event({
        type: "content_block_delta",
        index,
        delta: { type: "signature_delta", signature },
      }),
      deltas: [{ type: "signature", block: index, signature }],
    },
    event({ type: "content_block_stop", index }),
  ];
  const both = [...thought(0, "one"), ...thought(1, "two"), event({ type: "message_delta" })];
  for (const before of ["late-block-stops", "no-block-stops", "index-zero"] as const) {
    const changed = messageEvents(both, [{ type: before }, { type: "signature-first" }], {
      usage: noUsage,
    });
    const openings = changed.filter(({ data }) => data?.type === "content_block_start");
    expect(openings.map(({ deltas }) => [before, deltas])).toEqual([
      [before, [{ type: "signature", block: 0, signature: "one" }]],
      [before, [{ type: "signature", block: 1, signature: "two" }]],
    ]);
  }
});
