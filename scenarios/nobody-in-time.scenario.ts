import {
  allow,
  approve,
  ask,
  asks,
  calls,
  ignores,
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

/** Popups have a time, and the person looks on: a worker goes on by itself, a start is lost. */
export default scenario({
  name: "popups whose time runs out: a question, a call, a start, a plan",
  epic: "Decide without deciding",
  rules: [allow.everything(), ask.tickets(), ask.spawn("begun"), ask.tool("bash")],
  config: { popupTimeoutMs: 60_000 },
  models: [
    tier1(reply(tracks({ id: "fast", title: "Fast" }, { id: "slow", title: "Slow" }))),
    tier2(
      "fast",
      reply(
        tickets(
          { id: "asked", title: "Asks" },
          { id: "called", title: "Calls" },
          { id: "begun", title: "Begins" },
        ),
      ),
    ),
    tier2("slow", reply(tickets({ id: "never", title: "Is never planned" }))),
    tier3("asked", reply(asks("Which way?")), reply(says("The left one."))),
    tier3("called", reply(calls("bash", { command: "date" })), reply(says("Without the date."))),
  ],
  user: [
    approve.tickets("fast"),
    ignores.question("asked"),
    ignores.tool("called", "bash"),
    ignores.spawn("begun"),
    ignores.tickets("slow"),
  ],
  expect: [
    outcome("failed"),
    ticket("asked").done(),
    ticket("called").done(),
    ticket("begun").failed(),
  ],
});
