import {
  allow,
  approve,
  ask,
  check,
  edit,
  outcome,
  refused,
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

const sides = ["east", "west"];

/** The edit is refused, and its popup stays open until its time is up: of two tickets with one id, one would be lost. */
export default scenario({
  name: "an edit gives a ticket the id that another track's ticket has",
  epic: "Plant a tree on each side",
  rules: [allow.everything(), ask.tickets()],
  config: { popupTimeoutMs: 300_000 },
  models: [
    tier1(reply(tracks(...sides.map((id) => ({ id, title: id }))))),
    ...sides.map((side) => tier2(side, reply(tickets({ id: `${side}-tree`, title: "Plant it" })))),
    tier3("east-tree", reply(says("Planted."))),
  ],
  user: [
    approve.tickets("east"),
    edit.tickets("west", { id: "east-tree", title: "Plant another" }).after("1m"),
  ],
  expect: [
    outcome("failed"),
    ticket("east-tree").done(),
    refused("invalid-edit").times(1),
    check("the popup stayed open", ({ log }) =>
      log.some((event) => event.type === "popup.expired" && event.popupId === "tickets:west:1"),
    ),
  ],
});
