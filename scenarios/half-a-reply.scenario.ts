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
      reply(write("plate"), write("fork")).fails(malformedJson()),
      // Of two calls of one tool only their ids, or their inputs, tell where the second begins.
      reply(write("plate"), write("knife")).fails(
        malformedJson({ type: "call-index", as: "none" }),
      ),
      reply(write("plate"), write("spoon")).fails(
        malformedJson({ type: "call-index", as: "zero" }, { type: "arguments", as: "one-piece" }),
      ),
      reply(write("plate"), write("glass")).fails(
        malformedJson({ type: "call-index", as: "null" }, { type: "call-ids", as: "none" }),
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
