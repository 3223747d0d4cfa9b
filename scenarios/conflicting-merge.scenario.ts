import {
  allow,
  calls,
  file,
  outcome,
  passes,
  popups,
  reply,
  retry,
  says,
  scenario,
  take,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const paint = (colour: string) =>
  calls("write", { file_path: "src/door.ts", content: `export const colour = "${colour}";\n` });

// Both start from the white door; red is merged a minute before blue, under every schedule.
const script = {
  epic: "Repaint the door",
  workspace: { "src/door.ts": 'export const colour = "white";\n' },
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "door", title: "The door" }))),
    tier2(
      "door",
      reply(tickets({ id: "red", title: "Paint it red" }, { id: "blue", title: "Paint it blue" })),
    ),
    tier3("red", reply(paint("red")).after("1s"), reply(says("It is red."))),
    tier3("blue", reply(paint("blue")).after("1m"), reply(says("It is blue."))),
  ],
};

export default [
  scenario({
    ...script,
    name: "two workers paint one line, and the person, once back, takes the later one's side; who stands in line behind it is merged meanwhile",
    models: [
      tier1(reply(tracks({ id: "door", title: "The door" }))),
      tier2(
        "door",
        reply(
          tickets(
            { id: "red", title: "Paint it red" },
            { id: "blue", title: "Paint it blue" },
            { id: "wall", title: "Paint the wall" },
          ),
        ),
      ),
      tier3("red", reply(paint("red")).after("1s"), reply(says("It is red."))),
      tier3(
        "blue",
        reply(paint("blue"), calls("write", { file_path: "src/wall.ts", content: "blue\n" })).after(
          "1m",
        ),
        reply(says("It is blue.")),
      ),
      tier3(
        "wall",
        reply(calls("write", { file_path: "src/wall.ts", content: "green\n" })).after("61s"),
        reply(says("It is green.")),
      ),
    ],
    // Until then there is another conflict, which nobody has decided.
    user: [take.merge("blue", "ticket").onReturn(), take.merge("blue", "ticket")],
    expect: [
      outcome("done"),
      ticket("red").done(),
      ticket("blue").done(),
      ticket("wall").done(),
      popups("merge", "merge").inOrder(),
      file("src/wall.ts").contains("blue"),
      file("src/door.ts").contains("blue"),
    ],
  }),

  scenario({
    ...script,
    name: "two workers paint one line, and the person keeps what is merged already, which is checked as it then is",
    checks: { red: [passes()], blue: [passes(), passes()] },
    user: [take.merge("blue", "branch").after("10s")],
    expect: [outcome("done"), ticket("blue").done(), file("src/door.ts").contains("red")],
  }),

  scenario({
    ...script,
    name: "two workers paint one line, and the later one is sent back to start from the other's",
    models: [
      ...script.models,
      tier3(
        "blue",
        reply(
          calls("edit", {
            file_path: "src/door.ts",
            old_string: '"red"',
            new_string: '"red, with a blue frame"',
          }),
        ),
        reply(says("Only the frame is blue.")),
      ).attempt(2),
    ],
    user: [retry.merge("blue").after("10s")],
    expect: [
      outcome("done"),
      ticket("blue").attempts(2),
      file("src/door.ts").contains("red, with a blue frame"),
    ],
  }),
];
