import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { cacheLifeMs, placeBreakpoints } from "../../../src/core/window/cache-breakpoints.ts";
import { type Block, type Message, userText } from "../../../src/core/message.ts";
import { fiveMinutesMs } from "../../../src/mock-provider/prompt-cache.ts";

const first = userText("the ticket and its files");
const thought: Block = { type: "thinking", text: "hm", signature: "s" };
const place = (messages: readonly Message[], parts = { system: "You work.", tools: [1] }) =>
  placeBreakpoints({ ...parts, messages }, first);

test("a prefix is kept for five minutes after its last use, as the mock keeps it", () => {
  expect(cacheLifeMs).toBe(fiveMinutesMs);
});

describe("the breakpoints", () => {
  test("end the tools, the system prompt, the files and the history", () => {
    expect(place([first, { role: "assistant", content: [thought] }, userText("go on")])).toEqual([
      { part: "tools" },
      { part: "system" },
      { part: "files", message: 0, block: 0 },
      { part: "history", message: 2, block: 0 },
    ]);
  });

  test("need no one for the history where there is none yet, nor for what is not there", () => {
    expect(place([first], { system: "", tools: [] })).toEqual([
      { part: "files", message: 0, block: 0 },
    ]);
  });

  test("stand before what a request adds to the first message, which changes", () => {
    const added: Message = { ...first, content: [...first.content, { type: "text", text: "[…]" }] };
    expect(place([added, userText("go on")])).toContainEqual({
      part: "files",
      message: 0,
      block: 0,
    });
  });

  test("never stand on a thought or an empty text", () => {
    const last: Message = {
      role: "user",
      content: [{ type: "text", text: "words" }, thought, { type: "text", text: "" }],
    };
    expect(place([first, last])).toContainEqual({ part: "history", message: 1, block: 0 });
    expect(place([first, { role: "user", content: [thought] }])).toHaveLength(3);
  });

  test("are four at most, each on another place", () => {
    const message = fc.record({
      role: fc.constant("user" as const),
      content: fc.array(
        fc.oneof(
          fc.string().map((text): Block => ({ type: "text", text })),
          fc.constant(thought),
        ),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), fc.string(), (others, system) => {
        const places = place([first, ...others], { system, tools: [1] });
        expect(places.length).toBeLessThanOrEqual(4);
        expect(
          new Set(
            places.map((one) =>
              JSON.stringify({
                ...one,
                part: "part" in one && "message" in one ? "block" : one.part,
              }),
            ),
          ).size,
        ).toBe(places.length);
      }),
      { numRuns: 200, seed: 20300101 },
    );
  });
});
