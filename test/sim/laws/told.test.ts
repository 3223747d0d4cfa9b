import { beforeAll, describe, expect, test } from "bun:test";
import {
  allow,
  calls,
  fails,
  passes,
  redacted,
  reply,
  says,
  scenario,
  thinks,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "../../../src/sim/api.ts";
import { fairWeather, type Weather } from "../../../src/sim/faults.ts";
import { checkTold } from "../../../src/sim/laws/told.ts";
import type { RunRecord } from "../../../src/sim/record.ts";
import { settingsOf } from "../../../src/sim/scenario-settings.ts";
import { seededChooser } from "../../../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../../../src/sim/simulate.ts";
import { type SimulatedWire, simulatedWires } from "../../../src/sim/world/simulated-wire.ts";

const played = scenario({
  name: "told",
  epic: "Write",
  rules: [allow.everything()],
  checks: { "T-1": [fails("no b"), passes()] },
  models: [
    tier1(reply(tracks({ id: "a", title: "A" }))),
    tier2("a", reply(tickets({ id: "T-1", title: "Write" }))),
    tier3(
      "T-1",
      reply(
        thinks("Which?"),
        redacted("c2VjcmV0"),
        says("Both."),
        calls("write", { file_path: "a", content: "a" }),
        calls("read", { file_path: "nowhere" }),
      ),
      reply(says("Done.")),
    ),
    tier4("T-1", reply(says("Write b."))),
    tier3("T-1", reply(says("Now b is there."))).attempt(2),
  ],
});

const records = new Map<SimulatedWire, RunRecord>();

beforeAll(async () => {
  for (const wire of simulatedWires) {
    await warmUp(wire);
    records.set(wire, await simulate({ scenario: played, choose: seededChooser(0), wire }));
  }
});

/** The same run, in which a text stands otherwise in every request. */
function changed(wire: SimulatedWire, change: (body: string) => string): RunRecord {
  const record = records.get(wire)!;
  return {
    ...record,
    observations: record.observations.map((one) =>
      one.type === "request" ? { ...one, body: JSON.parse(change(JSON.stringify(one.body))) } : one,
    ),
  };
}

const breachesOf = (record: RunRecord): string => {
  const verdict = checkTold(record);
  return verdict.type === "broken" ? verdict.breaches.join("\n") : verdict.type;
};

test.each(simulatedWires)("what the conductor asks over %s holds", (wire) => {
  expect(checkTold(records.get(wire)!).type).toBe("holds");
});

const noSystem: Weather = {
  ...fairWeather,
  habits: [
    {
      type: "refuses",
      what: { type: "system-role" },
      status: 400,
      words: "System role not supported",
    },
  ],
};

test("instructions go to a server that knows no system's role, and are missed where they don't", async () => {
  const behind = { scenario: played, choose: seededChooser(0), wire: "openai" } as const;
  const record = await simulate({ ...behind, weather: noSystem });
  expect(record.log.some(({ type }) => type === "server.learned")).toBe(true);
  expect(checkTold(record).type).toBe("holds");
  const { system } = settingsOf(played).prompts;
  const beginning = JSON.stringify(system.tier3).slice(1, 60);
  const lost = changed("openai", (body) => body.replace(beginning, ""));
  expect(breachesOf(lost)).toContain("it lacks its system prompt");
});

type Mistake = readonly [
  name: string,
  wire: SimulatedWire,
  from: RegExp,
  to: string,
  breach: string,
];

describe("a mistake is found", () => {
  test.each<Mistake>([
    [
      "a thought without its signature",
      "anthropic",
      /"signature":"[^"]+"/g,
      '"signature":""',
      "proofs",
    ],
    ["a hidden thought that is another", "anthropic", /c2VjcmV0/g, "b3RoZXI", "proofs"],
    [
      "a thought without what is encrypted",
      "responses",
      /"encrypted_content":"[^"]+"/g,
      '"x":1',
      "encrypted",
    ],
    [
      "an error that is told as none",
      "anthropic",
      /"is_error":true/g,
      '"is_error":false',
      "as none",
    ],
    ["an error whose word is missing", "openai", /"Error: /g, '"', "as none"],
    [
      "a result for another call",
      "openai",
      /"tool_call_id":"[^"]+"/g,
      '"tool_call_id":"x"',
      "answers",
    ],
    ["an input that is another", "anthropic", /"content":"a"/g, '"content":"b"', "the input of"],
    ["an input that is no JSON", "openai", /"arguments":"\{/g, '"arguments":"', "is no object"],
    ["a text of white space", "anthropic", /"text":"Both\."/g, '"text":" "', "white space"],
    [
      "words that are lost",
      "responses",
      /"content":"Both\."/g,
      '"content":"One."',
      "words of the last",
    ],
    [
      "a name that is illegal",
      "openai",
      /"name":"write","arguments"/g,
      '"name":"wr ite","arguments"',
      "is called",
    ],
    ["two calls of one id", "responses", /"call_id":"[^"]+"/g, '"call_id":"x"', "stands twice"],
    ["the user's word missing", "anthropic", /Write b\./g, "Write c.", "newest words"],
    [
      "an assistant who begins",
      "openai",
      /"role":"user"/g,
      '"role":"assistant"',
      "begin with the user",
    ],
  ])("%s", (_, wire, from, to, breach) => {
    expect(breachesOf(changed(wire, (body) => body.replace(from, to)))).toContain(breach);
  });
});
