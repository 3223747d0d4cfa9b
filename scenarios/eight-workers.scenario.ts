import {
  allow,
  calls,
  check,
  file,
  type FinishedRun,
  outcome,
  reply,
  says,
  scenario,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  usage,
} from "rehearsal/sim";

/** How many workers were waiting for, or reading, a model's words at the same time. */
function busiest(log: FinishedRun["log"]): number {
  const open = new Set<number>();
  let most = 0;
  for (const event of log) {
    if (event.type === "model.started") open.add(event.seq);
    if (event.type === "stream.completed" || event.type === "stream.discarded")
      open.delete(event.effectId);
    most = Math.max(most, open.size);
  }
  return most;
}

/** `base`, then eight side by side, then `top`. */
const sides = ["A", "B", "C", "D", "E", "F", "G", "H"].map((letter) => `side-${letter}`);

const write = (id: string) =>
  calls("write", { file_path: `src/${id}.ts`, content: `export const name = "${id}";\n` });

export default scenario({
  name: "eight workers in a diamond stream at once",
  epic: "Give each side of the diamond a module, and collect them",
  workspace: { "README.md": "# Diamond\n" },
  rules: [allow.everything()],
  config: { workers: 8 },
  models: [
    tier1(reply(tracks({ id: "diamond", title: "The diamond" }))),
    tier2(
      "diamond",
      reply(
        tickets(
          { id: "base", title: "Lay the base" },
          ...sides.map((id) => ({ id, title: `Build ${id}`, dependsOn: ["base"] })),
          { id: "top", title: "Put the top on", dependsOn: sides },
        ),
      ),
    ),
    tier3("base", reply(says("Laying the base."), write("base")), reply(says("The base is laid."))),
    ...sides.map((id) =>
      tier3(
        id,
        // All eight are asked before the first of them answers, and then all speak at once.
        reply(says(`I am ${id}, and I write my own module.`), write(id))
          .after("1s")
          .chunkDelay("20ms"),
        reply(says(`${id} stands. Nothing else was touched.`)),
      ),
    ),
    tier3(
      "top",
      reply(calls("read", { file_path: "src/side-H.ts" })),
      reply(says("All eight hold.")),
    ),
  ],
  expect: [
    outcome("done"),
    ...["base", ...sides, "top"].map((id) => ticket(id).done()),
    ...sides.map((id) => stream(`Tier 3 (Worker): ${id}`).contains(`${id} stands`)),
    ...sides.map((id) => file(`src/${id}.ts`).contains(id)),
    usage("tier3").outputTokens.atLeast(1),
    check("all eight stream at once", (run) => busiest(run.log) === 8),
    check("no worker's words are in another's stream", (run) =>
      sides.every((id) =>
        sides.every(
          (other) => other === id || !run.streams[`Tier 3 (Worker): ${id}`]!.text.includes(other),
        ),
      ),
    ),
  ],
});
