import { expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import {
  assistant,
  base,
  call,
  ephemeral,
  hi,
  hour,
  result,
  text,
  tool,
  user,
  verdict,
} from "./verdict.ts";

const marked = (control: JsonObject | string): JsonObject => text("x", { cache_control: control });
const hours = { type: "ephemeral", ttl: "2h" };
const tooLate =
  "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.";
const thought = { type: "thinking", thinking: "hm", signature: "s", cache_control: ephemeral };

test.each<[string, JsonObject]>([
  ["cache_control: Input should be an object", { cache_control: "x" }],
  ["cache_control.ephemeral.ttl: Input should be '5m' or '1h'", { cache_control: hours }],
  ["system.0.cache_control: Input should be an object", { system: [marked("x")] }],
  ["system.0.cache_control.type: Field required", { system: [marked({})] }],
  [
    "system.0.cache_control: Input tag 'forever' found using 'type' does not match any of the expected tags: 'ephemeral'",
    { system: [marked({ type: "forever" })] },
  ],
  [
    "system.0.cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
    { system: [marked(hours)] },
  ],
  [
    "tools.0.custom.cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
    { tools: [tool("a", { cache_control: hours })] },
  ],
  [
    "messages.0.content.0.text.cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
    { messages: [user(marked(hours))] },
  ],
  [
    "system.0: cache_control cannot be set for empty text blocks",
    { system: [text("", { cache_control: ephemeral })] },
  ],
  [
    "messages.0.content.1.text: cache_control cannot be set for empty text blocks",
    { messages: [user(text("x"), text("", { cache_control: ephemeral }))] },
  ],
  [
    "messages.1.content.0.thinking.cache_control: Extra inputs are not permitted",
    { messages: [hi, assistant(thought, text("a")), hi] },
  ],
  [
    "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    { system: Array.from({ length: 5 }, () => marked(ephemeral)) },
  ],
  [
    "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    {
      cache_control: ephemeral,
      tools: [tool("a", { cache_control: ephemeral })],
      messages: [
        user(marked(ephemeral)),
        assistant(call("a")),
        user({ ...result("a"), cache_control: ephemeral, content: [marked(ephemeral)] }),
      ],
    },
  ],
  [
    `messages.0.content.0.cache_control.ttl: ${tooLate}`,
    { tools: [tool("a", { cache_control: ephemeral })], messages: [user(marked(hour))] },
  ],
  [`cache_control.ttl: ${tooLate}`, { system: [marked(ephemeral)], cache_control: hour }],
])("%s", (expected, changes) => {
  expect(verdict({ ...base, ...changes })).toBe(`400 ${expected}`);
});
