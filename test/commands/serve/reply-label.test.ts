import { expect, test } from "bun:test";
import { labelText, replyLabels } from "../../../src/commands/serve/reply-label.ts";
import type { SaidPart } from "../../../src/mock-provider/reply.ts";
import { json, reply, says, scenario, thinks, tier1, tier2, uses } from "../../../src/sim/api.ts";

const source = `export default scenario({
  name: "labels",
  models: [
    tier1(
      reply(says("Once.")),
      reply(says("Twice.")),
      reply(says("Twice.")).when("again"),
      reply(uses("weather", { city: "Oslo" })),
      reply(says("Twice.")),
    ),
  ],
});
`;
const written = scenario({
  name: "labels",
  epic: "Labels",
  models: [
    tier1(
      reply(says("Once.")),
      reply(says("Twice.")),
      reply(says("Twice.")).when("again"),
      reply(uses("weather", { city: "Oslo" })),
      reply(says("Twice.")),
    ),
  ],
});
const labels = replyLabels(written, source);

test("a reply has its name, its first words, and where it is written if that can be told", () => {
  expect([...labels.values()].map(({ shortName, line }) => [shortName, line])).toEqual([
    ["reply 1", 5],
    ["reply 2", null],
    ["reply 3", 7],
    ["reply 4", 8],
    ["reply 5", null],
  ]);
  expect(labelText(labels.get("tier1 reply 3")!)).toBe(
    'says "Twice.", for a request that contains "again"',
  );
  expect(labels.get("tier1 reply 4")?.words).toContain("weather");
});

test("a reply is told by what it says or calls, and not by its thoughts; JSON stands as it is", () => {
  const words = (...parts: readonly SaidPart[]) =>
    [
      ...replyLabels(
        scenario({ name: "n", epic: "e", models: [tier1(reply(...parts))] }),
        "",
      ).values(),
    ][0]?.words;
  expect(words(thinks("Hm."), uses("find", {}))).toBe("calls find");
  expect(words(thinks("Hm."))).toBe("thinks");
  expect(words(json({ title: "An order" }))).toBe('answers {"title":"An order"}');
  expect(words(json({ title: "\u009b31m".repeat(20) }))).toMatch(
    /^answers \{"title":"\\u009b31m.*…$/,
  );
});

test("the long name stays where there is more than one script", () => {
  const two = scenario({
    name: "two",
    epic: "Two",
    models: [tier1(reply(says("a"))), tier2("build", reply(says("b")))],
  });
  expect([...replyLabels(two, "").values()].map(({ shortName }) => shortName)).toEqual([
    "tier1 reply 1",
    'tier2("build") reply 1',
  ]);
});
