import {
  allow,
  call,
  calls,
  check,
  cut,
  file,
  outcome,
  rateLimited,
  reply,
  says,
  scenario,
  serverError,
  slowSubscriber,
  thinks,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** Five tickets for two workers, who speak at once; some calls fail on the way, and one viewer is slow. */
export default scenario({
  name: "a crowd at work",
  epic: "Build four rooms and a roof",
  workspace: { "README.md": "# House\n" },
  rules: [allow.everything()],
  config: { workers: 2 },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(
        tickets(
          { id: "hall", title: "Build the hall" },
          { id: "bath", title: "Build the bath" },
          { id: "den", title: "Build the den", dependsOn: ["hall"] },
          { id: "loft", title: "Build the loft", dependsOn: ["hall"] },
          { id: "roof", title: "Put the roof on", dependsOn: ["den", "loft", "bath"] },
        ),
      ),
    ),
    tier3(
      "hall",
      reply(thinks("A hall is wide."), says("The hall begins, wide and bright."), write("hall")),
      reply(says("The hall stands.")).tokens({ input: 700, output: 30, cacheRead: 50 }),
    ),
    tier3(
      "bath",
      reply(says("The bath begins, tiled and small."), write("bath"), write("tiles")),
      reply(says("The bath stands.")),
    ),
    tier3("den", reply(says("The den begins, dark and warm."), write("den")), reply(says("Den."))),
    tier3("loft", reply(says("The loft is only looked at.")).deltas(4).chunks(100_000)),
    tier3("roof", reply(calls("read", { file_path: "den" })), reply(says("All is under a roof."))),
  ],
  faults: [
    cut({ afterEvents: 8 }).on(call.tier3("hall", { turn: 1 })),
    rateLimited("20s").on(call.tier3("bath", { turn: 2 })),
    serverError().on(call.tier3("den", { turn: 1 })),
    slowSubscriber("2s"),
  ],
  expect: [
    outcome("done"),
    ...["hall", "bath", "den", "loft", "roof"].map((id) => ticket(id).done()),
    ...["hall", "bath", "tiles", "den"].map((path) => file(path).equals(`${path}\n`)),
    check("a provider that asks for 20 s is given them", ({ log }) => {
      const limited = log.find(
        (event) => event.type === "stream.discarded" && event.failure.code === "rate-limited",
      );
      const next = log.find(
        (event) =>
          event.type === "model.started" &&
          event.seq > (limited?.seq ?? Infinity) &&
          event.address.ticketId === "bath",
      );
      return limited !== undefined && next !== undefined && next.atMs - limited.atMs >= 20_000;
    }),
  ],
});
