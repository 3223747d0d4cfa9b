import {
  allow,
  calls,
  httpError,
  outcome,
  reply,
  says,
  retry,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  treeLost,
  workspaceFails,
} from "rehearsal/sim";

const write = (path: string, content: string) => calls("write", { file_path: path, content });

/** A worker writes where it may not, where git does not look and what it refuses; keys, disks and trees go and come back. */
export default scenario({
  name: "a worker writes where it may not, where git does not look and what git refuses, while keys, disks and trees go and come back",
  epic: "Weed the garden",
  workspace: { ".gitignore": "secret/\n", bed: "soil\n" },
  rules: [allow.everything()],
  config: { attempts: 1, check: "true" },
  models: [
    tier1(reply(tracks({ id: "garden", title: "The garden" }))),
    tier2(
      "garden",
      reply(
        tickets(
          { id: "dig", title: "Dig" },
          { id: "sow", title: "Sow" },
          { id: "rake", title: "Rake", dependsOn: ["dig"] },
        ),
      ),
    ),
    tier3(
      "dig",
      reply(write("bed", "dug\n")).after("2s"),
      reply(calls("bash", { command: "mkdir -p .rehearsal && echo weed > .rehearsal/weed" })),
      reply(write("hole", "deep\n"), write("git~1/root", "a root\n")),
      reply(says("Dug.")),
      reply(says("The root is of no use.")),
    ),
    tier3("sow", reply(write("bed", "sown\n")).after("9s"), reply(says("Sown."))),
    tier3("sow", reply(write("seeds", "sown\n")), reply(says("Sown in time."))).attempt(2),
    tier3(
      "rake",
      reply(write("raked", "half raked\n")).fails(httpError(401)),
      reply(says("Raked.")),
    ),
    tier3(
      "rake",
      reply(write("secret/plan", "rake\n")),
      reply(write("raked", "raked\n")),
      reply(says("Raked again.")),
      reply(says("The plan is mine.")),
    ).attempt(2),
  ],
  user: [retry.merge("sow")],
  faults: [treeLost("rake", "check"), workspaceFails("rake", "commit")],
  expect: [outcome("done")],
});
