import {
  allow,
  calls,
  file,
  outcome,
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

/** The door is painted first; who puts a lock into it then works on from there, in the very line that was painted. */
export default scenario({
  name: "work that goes on from the merged tree changes what others have merged, and conflicts with nothing",
  epic: "Mend the door",
  workspace: { "door.txt": "a bare door\n" },
  rules: [allow.everything()],
  config: { check: "test ! -e lock.txt || ! grep -qx 'a red door' door.txt", attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "door", title: "The door" }))),
    tier2(
      "door",
      reply(
        tickets({ id: "paint", title: "Paint it red" }, { id: "lock", title: "Put a lock in" }),
      ),
    ),
    tier3(
      "paint",
      reply(calls("write", { file_path: "door.txt", content: "a red door\n" })),
      reply(says("Painted.")),
    ),
    tier3(
      "lock",
      reply(calls("write", { file_path: "lock.txt", content: "iron\n" })).after("1m"),
      reply(says("It has a lock.")),
    ),
    tier4("lock", reply(says("Nobody finds the lock on a red door: say that it has one."))),
    tier3(
      "lock",
      reply(
        calls("edit", {
          file_path: "door.txt",
          old_string: "door",
          new_string: "door with a lock",
        }),
      ),
      reply(says("It says so.")),
    ).attempt(2),
  ],
  expect: [
    outcome("done"),
    ticket("paint").attempts(1),
    ticket("lock").attempts(2),
    file("door.txt").equals("a red door with a lock\n"),
  ],
});
