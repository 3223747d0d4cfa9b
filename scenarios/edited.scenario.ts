import {
  calls,
  check,
  edit,
  file,
  outcome,
  popups,
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
} from "rehearsal/sim";

export default scenario({
  name: "a person edits the tracks, a ticket list, a prompt and a command before they count",
  epic: "Tidy the shed",
  workspace: { "shed/rake.txt": "rake\n", "shed/bomb.txt": "old fireworks\n" },
  models: [
    tier1(
      reply(
        tracks(
          { id: "shed", title: "Tidy the shed" },
          { id: "garden", title: "Dig up the garden" },
        ),
      ),
    ),
    tier2("shed", reply(tickets({ id: "sweep", title: "Sweep" }, { id: "paint", title: "Paint" }))),
    tier3(
      "sweep",
      reply(says("All of it goes."), calls("bash", { command: "rm -r shed" })),
      reply(says("The rake is still there: good.")),
    ),
  ],
  user: [
    // The garden is left out, and so is the painting.
    edit.tracks({ id: "shed", title: "Tidy the shed, and nothing else" }),
    edit.tickets("shed", { id: "sweep", title: "Sweep the shed" }),
    edit.spawn("sweep", { prompt: "Sweep the shed. Keep the rake." }),
    edit.tool("sweep", "bash", { command: "rm shed/bomb.txt" }),
  ],
  expect: [
    outcome("done"),
    ticket("sweep").done(),
    popups("tracks", "tickets", "spawn", "tool").inOrder(),
    file("shed/rake.txt").equals("rake\n"),
    file("shed/bomb.txt").missing(),
    stream("Tier 3 (Worker): sweep").contains("still there"),
    check("what was edited is what was done, and all that was done", (run) => {
      const prompts = run.log.flatMap((event) =>
        event.type === "session.opened" && event.tier === "tier3" ? [event.message] : [],
      );
      return (
        run.tracks.map(({ title }) => title).join() === "Tidy the shed, and nothing else" &&
        run.tickets.map(({ title }) => title).join() === "Sweep the shed" &&
        prompts.length === 1 &&
        JSON.stringify(prompts[0]).includes("Keep the rake")
      );
    }),
  ],
});
