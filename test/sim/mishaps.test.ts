import { expect, test } from "bun:test";
import {
  allow,
  outcome,
  raw,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  defaultOrder,
  runTrial,
} from "../../src/sim/api.ts";
test("a run that ends otherwise because a session came to nothing says why it did", async () => {
  const late = scenario({
    name: "a provider that takes half an hour",
    epic: "e",
    rules: [allow.everything()],
    models: [
      tier1(reply(tracks({ id: "t", title: "T" }))),
      tier2("t", reply(tickets({ id: "A", title: "a" }))),
      tier3("A", reply(says("at last")).after("30m")),
    ],
    expect: [outcome("done")],
  });
  const { failures } = await runTrial(late, {
    schedule: defaultOrder,
    swarm: null,
    killAtEvents: [],
    hurtCall: null,
    twice: false,
    wire: "anthropic",
    server: null,
  });
  expect(failures[0]?.kind).toBe("expectation");
  expect(failures[0]?.message).toContain(
    "Before that, tier3:A:1 paused: stalled: nothing came for 120 s",
  );
});

test("a page of words of a server is quoted by its beginning", async () => {
  const words = "The beam is bent. ".repeat(80);
  const body = JSON.stringify({
    type: "error",
    error: { type: "invalid_request_error", message: words },
  });
  const bent = scenario({
    name: "a server that says much",
    epic: "e",
    rules: [allow.everything()],
    config: { attempts: 1 },
    models: [
      tier1(reply(tracks({ id: "t", title: "T" }))),
      tier2("t", reply(tickets({ id: "A", title: "a" }))),
      tier3("A", reply(says("x")).fails(raw(body, { status: 400 }))),
    ],
    expect: [outcome("done")],
  });
  const { failures } = await runTrial(bent, { schedule: defaultOrder });
  const line = failures[0]!.message.split("\n").find((one) => one.includes("Before that"))!;
  expect(line).toContain("tier3:A:1 failed: invalid-request: The beam is bent.");
  expect(line.length).toBeLessThan(400);
});
