import { expect, test } from "bun:test";
import fc from "fast-check";
import { quoted } from "../../../src/core/words/quoted.ts";

const characters = [..."az-_=~%!^#$&*(){}[]<>|;:,.?/\\'\"` \tü語👨‍👩‍👧"];
const odd = fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 8 });

test.each(["sh", "bash", "zsh", "fish"].filter((shell) => Bun.which(shell) !== null))(
  "%s reads a quoted word as it was",
  (shell) => {
    const words = [
      "=ls",
      "-r",
      "~",
      "a\\",
      "\\'",
      "!!",
      ...fc.sample(odd, { numRuns: 500, seed: 1 }),
    ];
    const { stdout } = Bun.spawnSync([
      shell,
      "-c",
      `printf '%s\\n' x ${words.map(quoted).join(" ")}`,
    ]);
    expect(stdout.toString()).toBe(["x", ...words, ""].join("\n"));
  },
);
