import { describe, expect, test } from "bun:test";
import * as dsl from "../../../src/sim/api.ts";

const { call, calls, miscalls, overloaded, rateLimited, reply, says, scenario, served, uses } = dsl;
const { tier1, tier2, tier3 } = dsl;

describe("a fault that stands with its reply", () => {
  test("is the very data of one on the reply's call, one a try", () => {
    const about = { name: "s", epic: "e" };
    const said = (text: string) => reply(says(text));
    const near = scenario({
      ...about,
      models: [
        tier1(said("one"), said("two").fails(rateLimited("1s"), overloaded())),
        tier2("math", said("plan").fails(dsl.malformedJson())),
        tier3("T-1", said("work").fails(dsl.cut({ afterEvents: 2 }).final())).attempt(2),
      ],
      faults: [dsl.crash({ atEvent: 9 })],
    });
    const far = scenario({
      ...about,
      models: [
        tier1(said("one"), said("two")),
        tier2("math", said("plan")),
        tier3("T-1", said("work")).attempt(2),
      ],
      faults: [
        dsl.crash({ atEvent: 9 }),
        rateLimited("1s").on(call.tier1({ turn: 2 })),
        overloaded().on(call.tier1({ turn: 2, try: 2 })),
        dsl.malformedJson().on(call.tier2("math")),
        dsl
          .cut({ afterEvents: 2 })
          .final()
          .on(call.tier3("T-1", { attempt: 2 })),
      ],
    });
    expect(near).toStrictEqual(far);
  });

  test("may be one value at several replies", () => {
    const busy = overloaded();
    const { faults } = served({
      name: "s",
      replies: [reply(says("a")).fails(busy), reply(says("b")).fails(busy)],
    });
    expect(faults.map((fault) => fault.type === "model" && fault.call.turn)).toEqual([1, 2]);
  });
});

test("the words for a call make the same part, and differ in what they let pass", () => {
  const input = { command: "ls" };
  expect(uses("bash", input)).toStrictEqual(calls("bash", input));
  expect(uses("weather", { city: "Oslo" })).toMatchObject({ tool: "weather" });
  expect(miscalls("bash", input)).toMatchObject({ ...uses("bash", input), miscalled: true });
});

test("a reply for many requests is data", () => {
  expect(reply().times(3).data).toMatchObject({ times: 3 });
  expect(reply().always().data).toMatchObject({ times: "any" });
  for (const none of [0, -1, 1.5, Number.NaN])
    expect(() => reply().times(none)).toThrow("is no number of requests; write 1 or more");
});
