import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { overloaded } from "../../../src/sim/dsl/fault.ts";
import { says, uses } from "../../../src/sim/dsl/part.ts";
import { reply, type RequestBody } from "../../../src/sim/dsl/reply.ts";
import { serving } from "../served-mock.ts";

describe("a response that continues another one", () => {
  const output = (call_id: string) => [{ type: "function_call_output", call_id, output: "sun" }];
  const callIn = ({ output: items }: JsonObject) =>
    String((items as readonly JsonObject[])[0]!["call_id"]);
  const tools = [{ type: "function", name: "weather", parameters: {} }];

  test("meets the next reply of its group, by the words of what it continues", async () => {
    const { respond, problems } = serving(
      reply(says("main")),
      reply(uses("weather", {})).when("resptool"),
      reply(says("It is sunny.")),
    );
    const first = await respond({ input: "resptool, please", tools });
    const input = output(callIn(first));
    const second = await respond({ previous_response_id: first["id"] as string, input });
    expect(JSON.stringify(second)).toContain("It is sunny.");
    expect(JSON.stringify(await respond({ input: "else" }))).toContain("main");
    expect(problems()).toBeEmpty();
  });

  test("by the instructions of what it continues, and as a predicate reads its input", async () => {
    const isLong = ({ instructions, input }: RequestBody) =>
      instructions === "Be long." && input?.length === 3;
    const { respond, problems } = serving(
      reply(uses("weather", {})).when("Be terse"),
      reply(says("terse")).when("Be terse"),
      reply(says("terse again")),
      reply(says("long")).when(isLong),
    );
    const first = await respond({ instructions: "Be terse.", input: "a", tools });
    const second = await respond({
      previous_response_id: first["id"] as string,
      instructions: "Be long.",
      input: output(callIn(first)),
    });
    expect(JSON.stringify(second)).toContain("long");
    const third = await respond({ instructions: "Be terse.", input: "b" });
    const fourth = await respond({ previous_response_id: third["id"] as string, input: "c" });
    expect(JSON.stringify(third)).toContain("terse");
    expect(JSON.stringify(fourth)).toContain("terse again");
    expect(problems()).toBeEmpty();
  });

  test("is another try where the same continuation failed, and not where another one did", async () => {
    const { respond, problems } = serving(
      reply(says("one")),
      reply(says("two")),
      reply(says("after one")).fails(overloaded()),
      reply(says("after two")),
    );
    const one = await respond({ input: "a" });
    const two = await respond({ input: "b" });
    const goOn = (after: JsonObject, model: string) =>
      respond({ model, previous_response_id: after["id"] as string, input: "go on" });
    expect(await goOn(one, "gpt-5")).toHaveProperty("error");
    expect(JSON.stringify(await goOn(two, "gpt-5"))).toContain("after two");
    expect(JSON.stringify(await goOn(one, "gpt-5-mini"))).toContain("after one");
    expect(problems()).toBeEmpty();
  });
});

test("a predicate that throws is a 400 with its error, and the mock goes on", async () => {
  const throws = (): boolean => {
    throw new Error("no such member");
  };
  const { message } = serving(reply(says("one")).when("good"), reply(says("two")).when(throws));
  expect(await message("bad")).toMatchObject({
    type: "error",
    error: {
      type: "invalid_request_error",
      message:
        'The `when` of reply 2 failed on this request (anthropic, ends with "bad"): it threw Error: no such member.',
    },
  });
  expect(await message("good")).toMatchObject({ content: [{ text: "one" }] });
});
