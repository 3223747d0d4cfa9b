import { Command } from "commander";
import packageFile from "../../package.json" with { type: "json" };
import { commandList, nameOfCommand } from "./command-list.ts";
import { pagesText } from "./help/topics.ts";

const examples = `
Examples:
  $ rehearsal demo                                  watch a whole run; needs no key
  $ rehearsal run "Add a --json flag to the CLI"    run an epic with real models
  $ rehearsal show latest                           what became of it

Each command has --help with examples.

${pagesText()}`;

/** These look at all commands. */
const curious: ReadonlySet<string> = new Set(["complete", "help"]);

/** The program for a command line: of the command that it names all is known, of the others what the help lists. */
export async function programFor(words: readonly string[]): Promise<Command> {
  const program = new Command("rehearsal")
    .description("A conductor of coding agents, and a deterministic simulation to rehearse it.")
    .version(packageFile.version)
    .exitOverride()
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError("(--help says more)")
    .addHelpText("after", examples);
  const called = words.find((word) => !word.startsWith("-"));
  const isCurious = called !== undefined && curious.has(called);
  const usages = new Map<Command, string>();
  for (const listed of commandList) {
    const name = nameOfCommand(listed);
    const command = program.command(name).description(listed.summary);
    usages.set(command, listed.usage);
    if (isCurious || name === called) (await listed.load())(command, program);
  }
  // For the program's own help alone: a command that is made before takes no setting over.
  return program.configureHelp({ subcommandTerm: (command) => usages.get(command)! });
}
