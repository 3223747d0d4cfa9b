import { type Command, InvalidArgumentError, Option } from "commander";
import { jsonOption } from "./flags.ts";
import type { ServeOptions } from "./serve-options.ts";

const examples = `
Examples:
  $ rehearsal serve support.scenario.ts --port 4010
  $ ANTHROPIC_BASE_URL=http://127.0.0.1:4010 ANTHROPIC_API_KEY=any my-agent
  $ OPENAI_BASE_URL=http://127.0.0.1:4010/v1 OPENAI_API_KEY=any my-agent
  $ rehearsal serve support.scenario.ts --json | jq 'select(.type == "request")'

Requests meet the scenario's replies in the order in which they are written; reply(…).when("words") is for
requests that hold these words. A retry meets the same reply again. The page at / shows what is going on.

Exit codes: 0 every reply was met and every request had one (or --lenient), 1 otherwise.`;

export function registerServe(program: Command): void {
  program
    .command("serve")
    .description("answer as a provider on this machine, for any client: the models of a scenario")
    .argument("<scenario>", "a file whose default export is a scenario({ … })")
    .addOption(new Option("--port <n>", "0 takes a free one").argParser(port).default(0))
    .addOption(new Option("--host <address>", "the address to listen at").default("127.0.0.1"))
    .addOption(
      new Option("--allow-remote", "listen at an address that other machines can reach, too"),
    )
    .addOption(new Option("--lenient", "end with 0 whatever was unmatched or is left"))
    .addOption(jsonOption("a line for each request"))
    .addHelpText("after", examples)
    .action(async (scenario: string, options: ServeOptions) => {
      const { serveScenario } = await import("./serve-scenario.ts");
      process.exitCode = await serveScenario(scenario, options);
    });
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a port, from 0 to 65535.");
}
