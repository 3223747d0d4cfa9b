import {
  allow,
  approve,
  ask,
  check,
  deny,
  httpError,
  maxTokens,
  outcome,
  reject,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  uses,
} from "rehearsal/sim";

/** One track's plan is sent back, one is cut off first, one's provider refuses it. */
const tracksThatFail = scenario({
  name: "plans that are rejected, cut off and refused, each on its own track",
  epic: "Plan a party",
  rules: [allow.everything(), ask.tickets()],
  models: [
    tier1(
      reply(
        tracks(
          { id: "food", title: "Food" },
          { id: "music", title: "Music" },
          { id: "guests", title: "Guests" },
        ),
      ),
    ),
    tier2(
      "food",
      reply(uses("order", { what: "pizza" })),
      reply(tickets({ id: "pizza", title: "Order pizza" })),
      // A plan that was sent back may be repaired once more.
      reply(says("Curry, then.")),
      reply(tickets({ id: "curry", title: "Cook curry" })),
    ),
    tier2(
      "music",
      reply(tickets({ id: "band", title: "Hire a band" })).fails(maxTokens()),
      reply(tickets({ id: "radio", title: "Bring a radio" })),
    ),
    tier2("guests", reply(tickets({ id: "all", title: "Invite all" })).fails(httpError(400))),
    tier3("curry", reply(says("It simmers."))),
    tier3("radio", reply(says("It plays."))),
  ],
  user: [reject.tickets("food", "too greasy"), approve.tickets("food"), approve.tickets("music")],
  expect: [
    outcome("failed"),
    ticket("curry").done(),
    ticket("radio").done(),
    check("two tracks are done, and one failed", (run) => {
      const shown = run.tracks.map(({ id, status }) => `${id} ${status}`).join(", ");
      return shown === "food done, music done, guests failed" || shown;
    }),
  ],
});

const noTracks = scenario({
  name: "a rule that denies the tracks ends the run before any work",
  epic: "Plan nothing",
  rules: [deny.tracks()],
  models: [tier1(reply(tracks({ id: "any", title: "Any" })))],
  expect: [outcome("failed")],
});

export default [tracksThatFail, noTracks];
