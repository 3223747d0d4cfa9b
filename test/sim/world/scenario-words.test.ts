import { expect, test } from "bun:test";
import { allow, calls, reply, says, scenario, tier3 } from "../../../src/sim/api.ts";
import { wordsOf } from "../../../src/sim/world/scenario-words.ts";

const base = { name: "a scenario", epic: "An epic", rules: [allow.everything()], expect: [] };

test("commands are among the words, wherever a line, a file or a check names them", () => {
  const words = wordsOf(
    scenario({
      ...base,
      workspace: { "count.sh": "#!/bin/bash\nwc -l<notes|sort\n" },
      config: { check: "test -f a&&html-to-markdown a" },
      models: [tier3("T-1", reply(calls("bash", { command: "[ -f a ] || $(head -1 a)\ncat a" })))],
    }),
  );
  for (const name of ["bash", "wc", "sort", "test", "html-to-markdown", "[", "head", "cat"])
    expect([name, words === "all" || words.has(name)]).toEqual([name, true]);
  expect(words).not.toBe("all");
  expect(words === "all" || words.has("sed")).toBe(false);
});

test("where a reply is made by code, any command may come of it", () => {
  const made = reply(says(({ lastUser }) => lastUser.slice(0, 3)));
  expect(wordsOf(scenario({ ...base, models: [tier3("T-1", made)] }))).toBe("all");
});
