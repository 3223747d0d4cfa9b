import { beforeAll, describe, expect, test } from "bun:test";
import { servers } from "../../../src/mock-provider/servers/played-servers.ts";
import { project } from "../../../src/core/project.ts";
import {
  allow,
  calls,
  fails,
  passes,
  raw,
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
import { seededChooser } from "../../../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../../../src/sim/simulate.ts";
import { drawTrial } from "../../../src/sim/trial.ts";
import { simulatedWireOf } from "../../../src/sim/world/simulated-wire.ts";

/** Thoughts, words, calls side by side, an error of the server's and a stream that breaks, QA, a second attempt. */
const played = scenario({
  name: "a run behind any server",
  epic: "Write two files",
  rules: [allow.everything()],
  checks: { "T-1": [fails("b is missing"), passes()] },
  models: [
    tier1(reply(tracks({ id: "files", title: "Files" })).fails(raw("gone", { status: 502 }))),
    tier2("files", reply(thinks("One ticket."), tickets({ id: "T-1", title: "Write" }))),
    tier3(
      "T-1",
      reply(
        thinks("Both at once?"),
        says("First “a”: 🙂."),
        calls("write", { file_path: "a", content: "ä\n" }),
        calls("read", { file_path: "README.md" }),
      ),
      reply(says("Done, I think.")),
    ),
    tier4("T-1", reply(says("Write b, too."))),
    tier3(
      "T-1",
      reply(calls("write", { file_path: "b", content: "b\n" })),
      reply(thinks("Now it is."), says("Both are there.")),
    ).attempt(2),
  ],
});

/** What a person sees of a run, and what is left of it. */
async function ending(server: string | null) {
  const record = await simulate({
    scenario: played,
    choose: seededChooser(0),
    server,
    wire: wireFor(server),
  });
  const { outcome, tickets: done, streams } = project(record.log);
  const texts = Object.entries(streams).map(([id, { text, status }]) => [id, text, status]);
  return { outcome, done, texts, files: record.files, problems: record.problems };
}

function wireFor(server: string | null) {
  const profile = servers.find(({ name }) => name === server);
  return profile === undefined ? "anthropic" : simulatedWireOf(profile.wire);
}

beforeAll(async () => {
  await warmUp("anthropic");
  await warmUp("openai");
});

describe("a run ends as behind the ideal server", () => {
  test.each(servers.map(({ name }) => name))("behind %s", async (server) => {
    expect(await ending(server)).toStrictEqual(await ending(null));
    const { failures } = await drawTrial(played, 8, { swarm: false, server });
    expect(failures).toStrictEqual([]);
  });
});

test("each server has a name of its own, and each of its ways a source", () => {
  const names = servers.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { habits } of servers)
    for (const { source } of habits) expect(source.length).toBeGreaterThan(5);
});

test("docs/servers.md names each server at its wire, and no other", async () => {
  const page = await Bun.file(new URL("../../../docs/servers.md", import.meta.url)).text();
  const rows = page.split("\n").filter((line) => /^\| (Chat|Messages|Responses)/.test(line));
  const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.toSorted()).toStrictEqual(servers.map(({ name }) => name).toSorted());
});
