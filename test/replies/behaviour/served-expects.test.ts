import { expect, test } from "bun:test";
import { overloaded } from "../../../src/sim/dsl/fault.ts";
import { says } from "../../../src/sim/dsl/part.ts";
import { reply, type ReplyChain, type RequestBody } from "../../../src/sim/dsl/reply.ts";
import { served } from "../../../src/sim/dsl/served.ts";
import { clientOf } from "../foreign-client.ts";

const say = (text: string): ReplyChain => reply(says(text));
const serve = (...replies: readonly ReplyChain[]) => clientOf(served({ name: "s", replies }));

test("a request that holds what its reply expects is as if nothing were said", () => {
  const isBrief = ({ system }: RequestBody) => system === "Be brief.";
  const { ask, problems } = serve(
    say("one").expects("red"),
    say("two").expects(/^BLUE/i),
    say("three").expects(isBrief),
  );
  expect(ask("it is red")).toBe("one");
  expect(ask("blue it is")).toBe("two");
  expect(ask("c", { body: { system: "Be brief." } })).toBe("three");
  expect(problems()).toBeEmpty();
});

test("one that does not is told with its number, and gets the reply all the same", () => {
  const { ask, problems, numbers, blamed, used } = serve(say("one"), say("two").expects("red"));
  ask("a");
  expect(ask("it is blue")).toBe("two");
  expect(problems()).toEqual([
    '#2 met reply 2, which expects a request that contains "red"; it was anthropic, ends with "it is blue".',
  ]);
  expect([numbers(), blamed(), used()]).toEqual([[2], ["reply 2"], 2]);
});

test("each try is looked at", () => {
  const { ask, numbers } = serve(say("one").expects("red").fails(overloaded()));
  ask("blue");
  ask("blue");
  expect(numbers()).toEqual([1, 2]);
});

test("a function that throws is told as that", () => {
  const throws = (): boolean => {
    throw new Error("no such member");
  };
  const { ask, problems } = serve(say("one").expects(throws));
  expect(ask("a")).toBe("one");
  expect(problems()[0]).toContain("its test failed: it threw Error: no such member");
});

test("no more than a hundred are kept", () => {
  const { ask, problems } = serve(say("one").expects("red").always());
  for (let nth = 0; nth < 150; nth++) ask(`blue ${nth}`);
  expect(problems()).toHaveLength(100);
});
