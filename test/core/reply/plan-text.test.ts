import { expect, test } from "bun:test";
import fc from "fast-check";
import { readTracks } from "../../../src/core/planning/read-plan.ts";

const plan = { tracks: [{ id: "core", title: "Core", description: "a } in a text {" }] };
const json = JSON.stringify(plan);
const found = (text: string) => {
  const read = readTracks(text);
  return read.ok ? read.plan.map(({ id }) => id) : read.problems;
};

test.each([
  ["alone", json],
  ["in a fence", `\`\`\`json\n${json}\n\`\`\``],
  ["behind thoughts with braces", `<think>\nThe user wants {"a": [1]}.\n</think>\n\n${json}`],
  ["behind the end of thoughts alone", `So {x} it is.</think>${json}`],
  ["between words", `Here is the plan:\n\n${json}\n\nShall I go on?`],
  [
    "in a fence between words",
    `Here is {it}:\n\`\`\`json\n${JSON.stringify(plan, null, 2)}\n\`\`\`\nGood luck!`,
  ],
  ["with the end of thoughts in its words", json.replace("a } in", "[/THINK] and </think> in")],
  ["behind a draft that is no plan", `First I had {"tracks": []}. Then: ${json}`],
])("a plan is found %s", (_where, text) => expect(found(text)).toEqual(["core"]));

test.each(["", "No plan.", "{", json.slice(0, -1), '{"tracks": [', "<think>hm</think>"])(
  "no plan is found in %j, and it is said to be no JSON",
  (text) => expect(String(found(text))).toContain("not JSON"),
);

test("of several that fit, the last word counts", () => {
  const other = JSON.stringify({ tracks: [{ id: "last", title: "Last" }] });
  expect(found(`${json}\nBetter:\n${other}`)).toEqual(["last"]);
});

test("a plan is found between any words without braces", () => {
  const words = fc.string().map((text) => text.replace(/[{}<>`]/g, ""));
  fc.assert(
    fc.property(words, words, (before, after) => {
      expect(found(`${before}\n${json}\n${after}`)).toEqual(["core"]);
    }),
  );
});

test("hostile braces take no time to speak of", () => {
  expect(String(found("{".repeat(200_000)))).toContain("not JSON");
});
