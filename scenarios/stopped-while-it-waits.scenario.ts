import {
  allow,
  calls,
  fails,
  file,
  outcome,
  passes,
  reply,
  says,
  scenario,
  stops,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });
const reportOfWalls = [reply(write("walls.txt")).after("1s"), reply(says("They stand."))] as const;

// The roof waits for the walls, and a person gives it up. The pause of the walls is time enough to have said so.
const script = {
  epic: "Build the shed",
  rules: [allow.everything()],
  config: { attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "shed", title: "The shed" }))),
    tier2(
      "shed",
      reply(
        tickets(
          { id: "walls", title: "Build the walls" },
          { id: "roof", title: "Build the roof", dependsOn: ["walls"] },
        ),
      ),
    ),
    tier3("walls", ...reportOfWalls),
  ],
  interventions: [stops("roof", "no wood yet", { at: "attempt.started" })],
};

export default [
  /** Then the walls fail. A retry of the roof is one of both. */
  scenario({
    ...script,
    name: "a ticket that was stopped while it waited is retried, and waits again",
    models: [
      ...script.models,
      tier3("walls", reply(write("walls.txt")), reply(says("They stand now."))).attempt(2),
      tier3("roof", reply(write("roof.txt")), reply(says("It is tight."))),
    ],
    checks: { walls: [fails("they lean\n"), passes()], roof: [passes()] },
    retries: [{ ticketId: "roof", note: "the wood is here" }],
    expect: [
      outcome("done"),
      ticket("walls").attempts(2),
      ticket("roof").attempts(1),
      file("roof.txt").contains("roof"),
    ],
  }),

  scenario({
    ...script,
    name: "a ticket that was stopped while it waited stays so once what it waited for is done",
    expect: [outcome("failed"), ticket("walls").done(), ticket("roof").failed()],
  }),
];
