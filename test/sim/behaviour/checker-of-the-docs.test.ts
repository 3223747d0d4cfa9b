import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  allow,
  approve,
  calls,
  type Checkers,
  defaultOrder,
  reply,
  runTrial,
  type Scenario,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "../../../src/sim/api.ts";
import { provideApi } from "../../../src/sim/dsl/provide-api.ts";

const page = join(import.meta.dir, "..", "..", "..", "docs", "simulation.md");
const call = "await rehearse(scenario, { seeds: 200, checkers: ";

/** The checkers of the page's example, as a reader has them who copies it. */
async function checkersOfThePage(): Promise<Checkers> {
  const blocks = (await Bun.file(page).text()).matchAll(/```ts\n(.*?)```/gs);
  const [code] = [...blocks].map(([, text]) => text!).filter((text) => text.includes(call));
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-page-"));
  try {
    const file = join(folder, "checker.ts");
    await Bun.write(
      file,
      code!.replace(call, "export default ({ checkers: ").replace("rehearse, ", ""),
    );
    provideApi();
    return ((await import(file)) as { default: { checkers: Checkers } }).default.checkers;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const deleting = (by: "a person" | "a rule") =>
  scenario({
    name: `${by} lets a worker delete`,
    epic: "Clear dist",
    rules: by === "a rule" ? [allow.tool("bash")] : [],
    models: [
      tier1(reply(tracks({ id: "dist", title: "Clear" }))),
      tier2("dist", reply(tickets({ id: "T-1", title: "Clear" }))),
      tier3("T-1", reply(calls("bash", { command: "rm -rf dist" })), reply(says("Cleared."))),
    ],
    user: [
      approve.tracks(),
      approve.tickets("dist"),
      approve.spawn("T-1"),
      ...(by === "a person" ? [approve.tool("T-1", "bash")] : []),
    ],
  });

const complaints = async (checked: Scenario): Promise<readonly string[]> => {
  const trial = await runTrial(checked, { schedule: defaultOrder }, await checkersOfThePage());
  return trial.failures.map(({ message }) => message);
};

test("the checker of the page on simulation finds what nobody was asked about, and nothing else", async () => {
  expect(await complaints(deleting("a person"))).toEqual([]);
  expect(await complaints(deleting("a rule"))).toEqual([
    expect.stringMatching(/^asks before deleting is broken: event \d+ deletes without asking$/),
  ]);
});
