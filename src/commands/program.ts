import { Command } from "commander";
import { writeOwn } from "../terminal/own-stdout.ts";
import { commandList, nameOfCommand } from "./command-list.ts";
import { description, programHelp, version, versionFlags } from "./help/program-help.ts";

/** These look at all commands. */
const curious: ReadonlySet<string> = new Set(["complete", "help"]);

/** The program for a command line: of the command that it names all is known, of the others what the help lists. */
export async function programFor(words: readonly string[]): Promise<Command> {
  const program = new Command("rehearsal")
    .description(description)
    .version(version, versionFlags)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void writeOwn(text) })
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError("(--help says more)");
  const called = words.find((word) => !word.startsWith("-"));
  const isCurious = called !== undefined && curious.has(called);
  for (const listed of commandList) {
    const name = nameOfCommand(listed);
    const command = program.command(name).description(listed.summary);
    if (isCurious || name === called) (await listed.load())(command, program);
  }
  // For the program's own help alone: a command that is made before takes no setting over.
  return program.configureHelp({ formatHelp: () => programHelp(process.stdout.columns ?? null) });
}
