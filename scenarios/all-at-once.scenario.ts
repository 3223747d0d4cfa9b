import {
  allow,
  approve,
  ask,
  asks,
  calls,
  ignores,
  outcome,
  rateLimited,
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

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** At the tenth second a question's time is up, a wait and a reply end, and a person clicks: any of them may be first. */
export default scenario({
  name: "a question expires in the moment in which all else goes on, in whatever order",
  epic: "Open the shop at ten",
  rules: [allow.everything(), ask.spawn("gate")],
  config: { popupTimeoutMs: 10_000, workers: 6 },
  models: [
    tier1(reply(tracks({ id: "shop", title: "The shop" }))),
    tier2(
      "shop",
      reply(
        tickets(
          { id: "lamp", title: "Light the lamp" },
          { id: "gate", title: "Open the gate", dependsOn: ["lamp"] },
          { id: "sign", title: "Paint the sign" },
          { id: "till", title: "Fill the till" },
          { id: "tray", title: "Lay out the tray" },
          { id: "cups", title: "Set out the cups", dependsOn: ["tray"] },
        ),
      ),
    ),
    tier3("lamp", reply(says("It burns.")).after("1s")),
    tier3("gate", reply(says("It is open."))),
    tier3("sign", reply(asks("Which colour?")), reply(says("It is green."))),
    tier3("till", reply(says("It is full.")).fails(rateLimited("10s"))),
    tier3("tray", reply(write("tray.txt")).after("10s"), reply(says("It is laid out."))),
    tier3("cups", reply(write("cups.txt")), reply(says("They stand."))),
  ],
  user: [ignores.question("sign"), approve.spawn("gate").after("9s")],
  expect: [
    outcome("done"),
    ...["lamp", "gate", "sign", "till", "tray", "cups"].map((id) => ticket(id).done()),
    ticket("sign").attempts(1),
  ],
});
