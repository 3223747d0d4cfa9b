import { describe, expect, test } from "bun:test";
import type { Json } from "../../../src/core/json.ts";
import type { Said } from "../../../src/mock-provider/said.ts";
import { miscalls, says, uses } from "../../../src/sim/dsl/part.ts";
import { reply } from "../../../src/sim/dsl/reply.ts";
import { lackOfCalls, lackOfTools } from "../../../src/replies/meet/reply-lack.ts";

const call = (id: string, tool: string): Said => ({ type: "call", id, tool, input: {} });
const result = (id: string): Said => ({ type: "result", id, text: "done" });
const { data: both } = reply(uses("a", {}), says("x"), uses("b", {}));

test("calls and their results may stand in any order, behind others", () => {
  const earlier = [call("0", "b"), result("0")];
  const apart = [call("1", "a"), result("1"), call("2", "b"), result("2")];
  expect(lackOfCalls(both, [], [...earlier, ...apart])).toBeNull();
  const together = [call("2", "b"), call("1", "a"), result("1"), result("2")];
  expect(lackOfCalls(both, [], [...earlier, ...together])).toBeNull();
});

test("a call without a result is lacking", () => {
  const said = [call("1", "a"), call("2", "b"), result("1")];
  expect(lackOfCalls(both, [], said)).toBe("its call of b has no result");
});

test("calls of before are not those of now", () => {
  const said = [call("1", "a"), call("2", "b"), result("1"), result("2"), call("3", "b")];
  expect(lackOfCalls(both, [], [...said, result("3")])).toBe(
    "it holds no such call of a; its last calls are of b",
  );
});

test("two equal calls must both have been made", () => {
  const { data: twice } = reply(uses("a", {}), uses("a", {}));
  expect(lackOfCalls(twice, [], [call("1", "a"), result("1")])).toContain("no such call of a");
  const made = [call("1", "a"), call("2", "a"), result("1"), result("2")];
  expect(lackOfCalls(twice, [], made)).toBeNull();
});

describe("where a client keeps the ids of calls, they tell", () => {
  const own = (number: number, part: number, tool = "a", input: Json = {}): Said => ({
    type: "call",
    id: `toolu_call_${number}_${part}`,
    tool,
    input,
  });
  const back = (number: number, part: number): Said => result(`toolu_call_${number}_${part}`);
  const { data: one } = reply(uses("a", {}));

  test("an input may have its defaults filled in, and calls of its own may follow", () => {
    const said = [own(3, 0, "a", { limit: 100 }), back(3, 0), call("x", "todo"), result("x")];
    expect(lackOfCalls(one, [3], said)).toBeNull();
  });

  test("a call that the server keeps is told by its result alone", () => {
    expect(lackOfCalls(one, [3], [back(3, 0)])).toBeNull();
  });

  test("an equal call of before is not this one", () => {
    const said = [own(1, 0), back(1, 0)];
    expect(lackOfCalls(one, [2], said)).toContain("it holds no such call of a");
    expect(lackOfCalls(one, [2], [...said, own(2, 0)])).toBe("its call of a has no result");
    expect(lackOfCalls(one, [12], [own(2, 0), back(2, 0)])).toContain("no such call");
  });

  test("all results of a try must be there, of whichever try it was", () => {
    expect(lackOfCalls(both, [4, 5], [own(5, 0), own(5, 2, "b"), back(5, 0)])).toContain(
      "no result",
    );
    expect(
      lackOfCalls(both, [4, 5], [own(5, 0), own(5, 2, "b"), back(5, 2), back(5, 0)]),
    ).toBeNull();
  });
});

test("tools that stand with the server can't be asked for", () => {
  const { data } = reply(uses("a", {}));
  expect(lackOfTools({ name: "reply 1", reply: data }, null)).toBeNull();
});

test("of the tools that a reply calls, those that are not offered are named, each once", () => {
  const { data } = reply(uses("a", {}), uses("b", {}), uses("b", {}), miscalls("c", {}));
  const of = { name: "reply 1", reply: data };
  expect(lackOfTools(of, ["a", "b"])).toBeNull();
  expect(lackOfTools(of, ["a", "d"])).toStartWith("reply 1 calls b, and this request offers a, d.");
});
