import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { newDesk } from "../command-line.ts";

const desk = await newDesk();
afterAll(() => desk.clear());

const scenario = (outcome: string) => `
import { allow, outcome, reply, says, scenario, tickets, tier1, tier2, tier3, tracks } from "rehearsal/sim";
export default scenario({
  name: "watched", epic: "E", rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "a", title: "A" }))),
    tier2("a", reply(tickets({ id: "A-1", title: "T" }))),
    tier3("A-1", reply(says("done"))),
  ],
  expect: [outcome("${outcome}")],
});
`;

test("--watch rehearses again at each change, and ends at Ctrl-C", async () => {
  const file = join(desk.folder, "watched.scenario.ts");
  await Bun.write(file, scenario("done"));
  const watch = desk.start("sim", file, "--watch");
  const seen: string[] = [];
  for await (const line of watch.lines()) {
    if (/^[✓✗] watched/.test(line)) {
      seen.push(line[0]!);
      if (seen.length === 3) watch.kill("SIGINT");
      else await Bun.write(file, scenario(seen.length === 1 ? "failed" : "done"));
    }
  }
  const { exitCode, stderr } = await watch.ended;
  expect(seen.join("")).toBe("✓✗✓");
  expect(stderr).toContain("watched.scenario.ts changed.");
  expect(exitCode).toBe(130);
});

test("--watch does not wait for a change where the code of --replay is none", async () => {
  const { exitCode, stderr } = await desk.rehearsal(
    "sim",
    desk.folder,
    "--watch",
    "--replay",
    "r2.none",
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain("This replay code cannot be read.");
});
