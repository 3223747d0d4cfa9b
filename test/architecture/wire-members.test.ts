import { expect, test } from "bun:test";
import { parseModule } from "./source-module.ts";
import { strayWireMembers } from "./wire-members.ts";

const text = `
  // a comment may name tool_calls
  const { tool_use_id } = body;
  body["function_call_output"];
  body.cache_control;
`;

test("names that only a wire has are found outside of its dialect, read in any way", () => {
  const found = strayWireMembers(parseModule({ path: "src/replies/x.ts", text }));
  const places = [...new Set(found.map((one) => one.split(" ")[0]))];
  expect(places).toEqual(["src/replies/x.ts:3", "src/replies/x.ts:4", "src/replies/x.ts:5"]);
});

test.each(["src/providers/x.ts", "src/mock-provider/anthropic/x.ts"])(
  "%s may name them",
  (path) => {
    expect(strayWireMembers(parseModule({ path, text }))).toEqual([]);
  },
);

test("the mock's own files may not", () => {
  expect(strayWireMembers(parseModule({ path: "src/mock-provider/x.ts", text }))).not.toEqual([]);
});
