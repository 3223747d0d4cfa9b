import { type Command, InvalidArgumentError, Option } from "commander";
import { serverNames } from "../../mock-provider/servers/played-servers.ts";
import { jsonOption } from "../flags.ts";
import { refuseEndless, seedsFlag } from "../sim/seeds-flag.ts";
import { usageError } from "../usage-error.ts";
import type { ServeOptions } from "./serve-options.ts";

const examples = `
Examples:
  $ rehearsal serve support.scenario.ts -- bun test    runs your agent, or its tests, against it
  $ rehearsal serve support.scenario.ts --port 4010
  $ ANTHROPIC_BASE_URL=http://127.0.0.1:4010 ANTHROPIC_API_KEY=any my-agent
  $ OPENAI_BASE_URL=http://127.0.0.1:4010/v1 OPENAI_API_KEY=any my-agent
  $ rehearsal serve support.scenario.ts --server deepseek --port 4010
  $ rehearsal serve support.scenario.ts --seeds 200 --faults all -- python agent.py
  $ rehearsal serve support.scenario.ts --json | jq 'select(.type == "request")'

Requests meet the scenario's replies in the order in which they are written; reply(…).when("words") is for
requests that hold these words. A retry meets the same reply again. The page at / shows what is going on.
All words, faults and JSON lines: docs/serve.md.

With a command behind --, it runs with both base URLs and keys in its environment, and serving ends with it.
With --seeds it runs again and again, each time under other pauses, orders and faults; the first failure is shrunk,
and printed with the line that plays it again.

Exit codes: 0 every reply was met and every request had one (or --lenient), and the command, if any, ended with
0; 1 otherwise; 2 wrong usage or a bad file.`;

export function defineServe(command: Command): void {
  command
    .argument("<scenario>", "a file whose default export is a served({ … }) or a scenario({ … })")
    .argument("[command...]", "behind --: what is run against it, until it ends")
    .addOption(new Option("--port <n>", "0 takes a free one").argParser(port).default(0))
    .addOption(new Option("--host <address>", "the address to listen at").default("127.0.0.1"))
    .addOption(
      new Option("--allow-remote", "listen at an address that other machines can reach, too"),
    )
    .addOption(
      new Option("--model <name>", "a model that is known, too; may be given several times")
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], "names that begin with claude-"),
    )
    .addOption(
      new Option("--server <name>", "a server whose ways the mock has, on its wire").choices(
        serverNames,
      ),
    )
    .addOption(new Option("--lenient", "end with 0 whatever was unmatched, refused or is left"))
    .addOption(
      new Option(
        "--seeds <n|a..b|random>",
        "run the command once for each, under drawn pauses and orders of answers",
      ).argParser(seedsFlag),
    )
    .addOption(
      new Option(
        "--faults <which>",
        "with --seeds, all: also faults that a client gets over by asking again",
      ).choices(["all", "none"]),
    )
    .addOption(
      new Option("--expect <command>", "with --seeds: a shell command that judges after each run"),
    )
    .addOption(
      new Option("--timeout <s>", "with --seeds: how long one run may take")
        .argParser(atLeastOne)
        .default(60),
    )
    .addOption(
      new Option("--jobs <n>", "with --seeds: how many runs go on at once").argParser(atLeastOne),
    )
    .addOption(
      new Option("--html <file>", "with --seeds: the report of a failure, with a timeline"),
    )
    .addOption(new Option("--replay <code>", "serve once under the conditions of a failure"))
    .addOption(jsonOption("a line for each request"))
    .addOption(
      new Option("--bodies", "tell what each request holds, in its JSON line and on the page"),
    )
    .addHelpText("after", examples)
    .action(async (scenario: string, command: readonly string[], options: ServeOptions, self) => {
      if (options.seeds === undefined) refuseSeedless(self);
      else refuseEndless(options.seeds, null);
      const { serveScenario } = await import("./serve-scenario.ts");
      process.exitCode = await serveScenario(scenario, command, options);
    });
}

const flagsOfSeeds = ["faults", "expect", "timeout", "jobs", "html"];

/** Refuses what takes effect with `--seeds` alone: without it the command would pass under no fault at all. */
function refuseSeedless(command: Command): void {
  const given = flagsOfSeeds.find((name) => command.getOptionValueSource(name) === "cli");
  if (given === undefined) return;
  throw usageError(
    `--${given} is for the runs of --seeds, and without that nothing is drawn: add --seeds 200, or leave --${given} out.`,
  );
}

function atLeastOne(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) >= 1) return Number(text);
  throw new InvalidArgumentError("It must be a whole number, 1 or more.");
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a port, from 0 to 65535.");
}
