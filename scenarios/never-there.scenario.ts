import {
  allow,
  check,
  httpError,
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

/** A name that was mistyped is not mended by waiting: the run fails, and says which model its server does not know. */
export default scenario({
  name: "a model that its server never had fails its ticket, and nobody waits for it",
  epic: "Ring the bell",
  rules: [allow.everything()],
  config: { attempts: 1, modelNames: { tier3: "claude-opsu" } },
  models: [
    tier1(reply(tracks({ id: "tower", title: "The tower" }))),
    tier2("tower", reply(tickets({ id: "bell", title: "Ring it" }))),
    tier3("bell", reply(says("Rung.")).fails(httpError(404))),
  ],
  expect: [
    outcome("failed"),
    ticket("bell").failed(),
    ticket("bell").attempts(1),
    check("the run ended once, and asked for no resume", ({ log }) => {
      const ends = log.filter(({ type }) => type === "run.ended");
      return ends.length === 1;
    }),
  ],
});
