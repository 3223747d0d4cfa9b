import { describe, expect, test } from "bun:test";
import { Help } from "commander";
import { commandList, nameOfCommand } from "../../src/commands/command-list.ts";
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

test("the program's help is the same whatever is loaded", async () => {
  expect((await programFor([])).helpInformation()).toBe(whole.helpInformation());
});
