import { describe, expect, test } from "bun:test";
import { Help } from "commander";
import { commandList, nameOfCommand } from "../../src/commands/command-list.ts";
import { answerAtOnce, programHelp } from "../../src/commands/help/program-help.ts";
import { programFor } from "../../src/commands/program.ts";

const whole = await programFor(["help"]);

describe("the help lists each command as it is", () => {
  test.each(commandList.map((listed) => [nameOfCommand(listed), listed] as const))(
    "%s",
    (name, { usage, summary }) => {
      const command = whole.commands.find((one) => one.name() === name)!;
      expect(new Help().subcommandTerm(command)).toBe(usage);
      expect(command.description()).toBe(summary);
      expect(
        command.options.length + command.registeredArguments.length + command.commands.length,
      ).toBeGreaterThan(0);
    },
  );
});

test("only the command that is called is loaded", async () => {
  const program = await programFor(["--", "stop", "latest", "sim"]);
  const loaded = program.commands.filter((command) => command.registeredArguments.length > 0);
  expect(loaded.map((command) => command.name())).toEqual(["stop"]);
});

test("the program's help and version are answered at once as they are by the whole program", async () => {
  expect((await programFor([])).helpInformation()).toBe((await answerAtOnce(["--help"]))!);
  expect(await answerAtOnce(["-V"])).toBe(`${whole.version()}\n`);
  expect(await answerAtOnce(["show", "--help"])).toBeNull();
});

test("the program's help lists its own options", () => {
  const flags = new Help().visibleOptions(whole).map((option) => option.flags);
  for (const flag of flags) expect(programHelp(null)).toContain(`  ${flag}  `);
});

test("on a terminal the help wraps between words, under what it explains", () => {
  const rows = programHelp(90).split("\n");
  const first = rows.findIndex((row) => row.startsWith("  retry "));
  expect(rows.slice(first, first + 3).map((row) => row.trim())).toEqual([
    expect.stringMatching(/^retry \[options\] <run> \[ticket\] +give failed tickets/),
    expect.stringMatching(/./),
    expect.stringMatching(/./),
  ]);
  expect(rows[first + 1]!.search(/\S/)).toBe(rows[first]!.indexOf("give"));
});
