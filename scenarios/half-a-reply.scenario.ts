import {
  allow,
  calls,
  file,
  malformedJson,
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

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

// Who only fails at its calls is given up after the third such reply in a row; this worker gets something done with each.
export default scenario({
  name: "a worker that breaks one call of each reply and makes another is getting on, and is not given up",
  epic: "Set the table",
  rules: [allow.everything()],
  config: { attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "table", title: "The table" }))),
    tier2("table", reply(tickets({ id: "set", title: "Set it" }))),
    tier3(
      "set",
      ...["fork", "knife", "spoon", "glass"].map((one) =>
        reply(write("plate"), write(one)).fails(malformedJson()),
      ),
      reply(write("plate")),
      reply(says("It is set.")),
    ),
  ],
  expect: [
    outcome("done"),
    ticket("set").attempts(1),
    ...["fork", "knife", "spoon", "glass", "plate"].map((one) => file(one).contains(one)),
  ],
});
