import { expect, test } from "bun:test";
import fc from "fast-check";
import { frames, read, sentBack, wires } from "./real-server.ts";

const names = fc.constantFrom(
  ...[
    "choices",
    "delta",
    "message",
    "content",
    "tool_calls",
    "function",
    "arguments",
    "name",
    "id",
    "index",
  ],
  ...[
    "finish_reason",
    "usage",
    "prompt_tokens",
    "reasoning_content",
    "reasoning_details",
    "text",
    "error",
  ],
  ...[
    "content_block",
    "partial_json",
    "thinking",
    "signature",
    "stop_reason",
    "input",
    "output",
    "item",
  ],
  ...[
    "response",
    "output_index",
    "item_id",
    "encrypted_content",
    "status",
    "__proto__",
    "constructor",
  ],
);
const kinds = fc.constantFrom(
  ...[
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
  ],
  ...[
    "message_stop",
    "text_delta",
    "input_json_delta",
    "thinking_delta",
    "tool_use",
    "text",
    "error",
    "message",
  ],
  ...[
    "response.output_item.added",
    "response.output_item.done",
    "response.completed",
    "function_call",
  ],
  ...[
    "response.output_text.delta",
    "response.function_call_arguments.delta",
    "reasoning",
    "stop",
    "read",
  ],
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    kinds,
    fc.constantFrom(null, 0, 1, -1, 1e308, true, "", "{}", '{"p":1}', "null"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc
      .tuple(kinds, fc.array(fc.tuple(names, tie("value")), { maxLength: 5 }))
      .map(([type, members]) => ({ type, ...Object.fromEntries(members) })),
  ),
}));
const choice = fc
  .tuple(value, value)
  .map(([delta, finish]) => ({ choices: [{ index: 0, delta, finish_reason: finish }] }));
const event = fc.oneof(value, choice, fc.constant("data: [DONE]\n\n"));

test("whatever a server sends, a reply has one end, and the next request can be sent", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wires),
      fc.array(event, { maxLength: 8 }),
      async (wire, values) => {
        const answer = frames(
          ...values.map((one) => (typeof one === "string" ? one : { ...Object(one) })),
        );
        const { end, failure, ids } = await read(wire, answer);
        expect(end).not.toBe("none");
        expect(failure?.message ?? "").not.toMatch(
          /is not an object|undefined is not|not a function|not iterable/,
        );
        expect(new Set(ids).size).toBe(ids.length);
        const body = JSON.stringify(await sentBack(wire, answer));
        expect(body).not.toContain('"content":""');
      },
    ),
    { numRuns: 300, seed: 12 },
  );
});
