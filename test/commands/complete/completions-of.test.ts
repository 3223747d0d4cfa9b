import { describe, expect, test } from "bun:test";
import { Command } from "commander";
import { completionsOf } from "../../../src/commands/complete/completions-of.ts";
import { defineHelp } from "../../../src/commands/help/help-command.ts";
import { defineResume } from "../../../src/commands/resume/resume-command.ts";
import { defineShow } from "../../../src/commands/show/show-command.ts";
import { defineSim } from "../../../src/commands/sim/sim-command.ts";

const program = new Command("rehearsal").helpCommand(false);
defineHelp(program.command("help"), program);
defineResume(program.command("resume"));
defineShow(program.command("show"));
defineSim(program.command("sim"));

const files = ["scenarios/", "src/", "a.scenario.ts"];
const offered = (...words: readonly string[]) =>
  completionsOf(program, words, {
    paths: (beginning) => files.filter((file) => file.startsWith(beginning)),
    runs: () => [{ value: "latest", means: "" }],
  }).map(({ value }) => value);

describe("the Tab key completes", () => {
  test.each([
    ["a command", ["sh"], ["show"]],
    ["all commands where nothing is typed yet", [""], ["help", "resume", "show", "sim"]],
    ["a flag", ["sim", "--sh"], ["--shard"]],
    ["the value of a flag, from its choices", ["sim", "--wire", "o"], ["openai"]],
    ["a value behind =, as zsh and fish ask", ["sim", "--wire=o"], ["--wire=openai"]],
    ["a value behind =, as bash asks", ["sim", "--wire", "=", "o"], ["openai"]],
    [
      "the value of a flag without choices: a path",
      ["show", "--repo", "s"],
      ["scenarios/", "src/"],
    ],
    [
      "a command or a page where one is explained",
      ["help", "s"],
      ["show", "sim", "scenario", "simulation", "serve", "servers"],
    ],
    ["a run where a run belongs", ["show", ""], ["latest"]],
    ["a path where a path belongs", ["sim", "a"], ["a.scenario.ts"]],
    ["each of several paths", ["sim", "src/", "--bail", "a"], ["a.scenario.ts"]],
    ["an argument behind a flag and its value", ["show", "--repo", "x", "l"], ["latest"]],
    ["nothing behind the last argument", ["show", "latest", ""], []],
    ["nothing for a command that there is not", ["nothing", ""], []],
  ] as const)("%s", (_, words, expected) => {
    expect(offered(...words)).toEqual([...expected]);
  });

  test("a flag that takes no value once, one that takes one again", () => {
    expect(offered("sim", "--bail", "--ba")).toEqual([]);
    expect(offered("sim", "--reporter", "line", "--repo")).toEqual(["--reporter"]);
  });
});
