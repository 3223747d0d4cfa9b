import { firstAgent, frameworkOf } from "./first-agent.ts";
import type { FirstFile } from "./first-file.ts";
import type { Folder } from "./folder.ts";
import { habitsOf, type Habits } from "./project-habits.ts";
import { workflowFor } from "./first-workflow.ts";

/** What is to be rehearsed: runs of our conductor, or an agent of the project's own. */
export type FirstSubject = "runs" | "agent";

/** What fits a folder. `sim`: the command that rehearses its scenarios, as whoever asks would paste it. */
export const firstFiles = (
  folder: Folder,
  subject: FirstSubject,
  sim: string,
): readonly FirstFile[] => [...subjectFiles(folder, subject, sim), workflowFor(folder)];

function subjectFiles(folder: Folder, subject: FirstSubject, sim: string): readonly FirstFile[] {
  switch (subject) {
    case "runs":
      return [
        {
          path: "scenarios/first.scenario.ts",
          text: firstScenario(sim),
          purpose: "a scenario to change",
        },
        {
          path: "rehearsal.config.ts",
          text: configurationFor(habitsOf(folder)),
          purpose: "settings of real runs",
        },
      ];
    case "agent": {
      const framework = frameworkOf(folder);
      return [
        {
          path: "scenarios/agent.scenario.ts",
          text: firstAgent(framework, sim),
          purpose: `an agent to put your own in the place of, by ${framework.name}`,
        },
      ];
    }
  }
}

const firstScenario = (sim: string): string => `import {
  allow,
  approve,
  calls,
  file,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

// What the models say, what the person decides, and what must come of it, whatever the order of events.
// Try: ${sim} --seeds 200 --faults all
export default scenario({
  name: "two workers at once, and a command that a person decides",
  epic: "Greet and say goodbye",
  workspace: { "README.md": "# Manners\\n" },
  rules: [allow.tool("read"), allow.tool("write")],
  models: [
    tier1(reply(tracks({ id: "manners", title: "Manners" }))),
    tier2(
      "manners",
      reply(
        tickets(
          { id: "T-1", title: "Greet", files: ["greet.txt"] },
          { id: "T-2", title: "Say goodbye", files: ["goodbye.txt"] },
        ),
      ),
    ),
    tier3(
      "T-1",
      reply(calls("write", { file_path: "greet.txt", content: "Hello\\n" })),
      reply(calls("bash", { command: "cat greet.txt" })),
      reply(says("It greets.")),
    ),
    tier3(
      "T-2",
      reply(calls("write", { file_path: "goodbye.txt", content: "Goodbye\\n" })),
      reply(says("It says goodbye.")),
    ),
  ],
  user: [
    approve.tracks(),
    approve.tickets("manners"),
    approve.spawn("T-1"),
    approve.spawn("T-2"),
    approve.tool("T-1", "bash").after("2s"),
  ],
  expect: [
    outcome("done"),
    ticket("T-1").done(),
    ticket("T-2").done(),
    file("greet.txt").equals("Hello\\n"),
  ],
});
`;

const configurationFor = ({
  setup,
  check,
}: Habits): string => `import { defineConfig } from "rehearsal";

// All of it is optional; docs/configuration.md of rehearsal tells each member.
export default defineConfig({
  ${setup === null ? '// A command that makes a fresh worktree ready, such as "npm ci".\n  // setup: "",' : `setup: ${JSON.stringify(setup)},`}
  ${check === null ? '// What must succeed before a ticket\'s change is merged.\n  // check: "",' : `check: ${JSON.stringify(check)},`}
});
`;
