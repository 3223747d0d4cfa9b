import {
  allow,
  check,
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

const chickenFirst = tickets(
  { id: "chicken", title: "Hatch a chicken", dependsOn: ["egg"] },
  { id: "egg", title: "Lay an egg", dependsOn: ["chicken"] },
);

const refusals = (track: string, count: number) =>
  check(`the cycle in ${track} was named ${count} times`, (run) => {
    const named = run.log.filter(
      (event) =>
        event.type === "plan.refused" &&
        event.trackId === track &&
        event.problems.some((problem) => problem.includes("chicken → egg → chicken")),
    );
    return named.length === count;
  });

export default [
  scenario({
    name: "a Tech Lead who proposes a cycle is shown it, and cuts it",
    epic: "Start a farm",
    rules: [allow.everything()],
    models: [
      tier1(reply(tracks({ id: "farm", title: "The farm" }))),
      tier2(
        "farm",
        reply(chickenFirst),
        reply(
          tickets(
            { id: "egg", title: "Buy an egg" },
            { id: "chicken", title: "Hatch a chicken", dependsOn: ["egg"] },
          ),
        ),
      ),
      tier3("egg", reply(says("An egg is there."))),
      tier3("chicken", reply(says("And now a chicken."))),
    ],
    expect: [outcome("done"), ticket("egg").done(), ticket("chicken").done(), refusals("farm", 1)],
  }),

  scenario({
    name: "a Tech Lead who insists on a cycle fails the track, and no other",
    epic: "Start a farm, and a shop",
    rules: [allow.everything()],
    models: [
      tier1(reply(tracks({ id: "farm", title: "The farm" }, { id: "shop", title: "The shop" }))),
      tier2("farm", reply(chickenFirst), reply(chickenFirst)),
      tier2("shop", reply(tickets({ id: "till", title: "Buy a till" }))),
      tier3("till", reply(says("The till rings."))),
    ],
    expect: [
      outcome("failed"),
      ticket("till").done(),
      refusals("farm", 2),
      check("the farm's track failed and has no tickets", (run) => {
        const farm = run.tracks.find(({ id }) => id === "farm");
        return farm?.status === "failed" && !run.tickets.some(({ trackId }) => trackId === "farm");
      }),
    ],
  }),
];
