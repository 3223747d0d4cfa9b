import { expect, test } from "bun:test";
import type { ServerEvent } from "../../../src/mock-provider/servers/server-event.ts";
import { summaryInParts } from "../../../src/mock-provider/servers/summary-parts.ts";

const kind = "response.reasoning_summary_text";
const place = { item_id: "rs_1", output_index: 0, summary_index: 0 };
const event = (data: ServerEvent["data"], deltas: ServerEvent["deltas"] = []): ServerEvent => ({
  kind: null,
  data,
  deltas,
  usage: null,
});
const piece = (delta: string) =>
  event({ type: `${kind}.delta`, ...place, delta }, [{ type: "thinking", block: 0, text: delta }]);
const item = (text: string) => ({
  id: "rs_1",
  type: "reasoning",
  summary: [{ type: "summary_text", text }],
});
const thought = (...pieces: readonly string[]) => [
  ...pieces.map(piece),
  event({ type: `${kind}.done`, ...place, text: pieces.join("") }),
  event({ type: "response.output_item.done", output_index: 0, item: item(pieces.join("")) }),
];

test("half of a thought's pieces is in each part, and what ends it tells both", () => {
  const events = summaryInParts(thought("Is it", " warm? ", "Salted?"), [
    { type: "summary-in-parts" },
  ]);
  const texts = events.map(({ data }) => [
    data?.["summary_index"] ?? null,
    data?.["delta"] ?? data?.["text"] ?? data?.["part"] ?? null,
  ]);
  expect(texts).toEqual([
    [0, "Is it"],
    [0, " warm? "],
    [0, "Is it warm? "],
    [0, { type: "summary_text", text: "Is it warm? " }],
    [1, { type: "summary_text", text: "" }],
    [1, "Salted?"],
    [1, "Salted?"],
    [null, null],
  ]);
  expect(events.at(-1)?.data?.["item"]).toMatchObject({
    summary: [{ text: "Is it warm? " }, { text: "Salted?" }],
  });
  const said = events.flatMap(({ deltas }) => deltas).map((delta) => "text" in delta && delta.text);
  expect(said).toEqual(["Is it", " warm? ", "\n\n", "Salted?"]);
});

test("a thought in one piece, and a server without this way, stay as they are", () => {
  const one = thought("Warm.");
  expect(summaryInParts(one, [{ type: "summary-in-parts" }])).toEqual(one);
  const two = thought("Is it", " warm?");
  expect(summaryInParts(two, [])).toBe(two);
});
