import {
  allow,
  approve,
  calls,
  fails,
  outcome,
  passes,
  popups,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const write = (content: string) => calls("write", { file_path: "clock.txt", content });

// The limit of a check is five minutes. The first one goes on until then and has nothing to say, the second takes four.
export default scenario({
  name: "the time that checks take is their ticket's, and one that goes on for ever has failed",
  epic: "Mend the clock",
  rules: [allow.everything()],
  config: { attempts: 3, toolTimeoutMs: 300_000, timeBudget: { ticketMs: 500_000 } },
  models: [
    tier1(reply(tracks({ id: "tower", title: "The tower" }))),
    tier2("tower", reply(tickets({ id: "clock", title: "Mend the clock" }))),
    tier3("clock", reply(write("tick\n")), reply(says("It goes."))),
    tier4("clock", reply(says("Nobody saw it stop."))),
    tier3("clock", reply(write("tock\n")), reply(says("It stops."))).attempt(2),
    tier4("clock", reply(says("It is late."))).attempt(2),
    tier3("clock", reply(write("tick tock\n")), reply(says("It strikes."))).attempt(3),
  ],
  checks: {
    clock: [
      passes("never said", { takes: "60m" }),
      fails("late by an hour\n", { takes: "4m" }),
      passes("", { takes: "1m" }),
    ],
  },
  user: [approve.budget("clock").after("120m")],
  expect: [
    outcome("done"),
    ticket("clock").attempts(3),
    // Before the third attempt's worker is asked anything.
    popups("budget").inOrder(),
  ],
});
