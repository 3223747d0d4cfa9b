import { type Command, InvalidArgumentError, Option } from "commander";
import { count, durationMs, jsonOption } from "../flags.ts";
import { serverNames } from "../../mock-provider/servers/played-servers.ts";
import { print } from "../output.ts";
import { strategyNames } from "../../sim/search/strategies.ts";
import { simulatedWires } from "../../sim/world/simulated-wire.ts";
import { coverageOption, reporterOption, requireSometimesOption } from "./reporter-flag.ts";
import { refuseBesideLastFailed, refuseBesideReplay } from "./refused-flags.ts";
import { serverList } from "./server-list.ts";
import { defaultSeeds, seedsFlag } from "./seeds-flag.ts";
import { usualPaths } from "./usual-paths.ts";
import type { Shard, SimOptions } from "./sim-options.ts";

const examples = `
Examples:
  $ rehearsal sim                                     every scenario below scenarios/
  $ rehearsal sim scenarios/ --seeds 1000             a thousand schedules of each, on every core
  $ rehearsal sim a.scenario.ts --seeds 200 --faults all
  $ rehearsal sim a.scenario.ts --seeds random:500    others than ever before; prints the first
  $ rehearsal sim a.scenario.ts --seeds 1000..1999 --strategy pct-2
  $ rehearsal sim scenarios/ --for 10m --faults all   until the time is up; prints which seeds were reached
  $ rehearsal sim a.scenario.ts --replay r2.q1YqSy0q  the failure that was printed
  $ rehearsal sim --last-failed                       what failed last time, and nothing else
  $ rehearsal sim --wire openai                       the same models behind OpenAI's API
  $ rehearsal sim --server all --seeds 20             behind every server that the mock can play
  $ rehearsal sim --reporter line --reporter html=report.html --reporter junit=report.xml
  $ rehearsal sim a.scenario.ts --seeds 50 --watch    again at each change of it or what it imports
  $ rehearsal sim --seeds 200 --shard 1/4 --bail      in CI: the first of four machines`;

export function defineSim(command: Command): void {
  command
    .argument(
      "[path...]",
      "scenario files, or folders that hold *.scenario.ts (default: scenarios; with --last-failed the files that failed)",
    )
    .addOption(
      new Option(
        "--seeds <n|a..b|random>",
        "schedules of each scenario; seed 0 is the default order",
      )
        .argParser(seedsFlag)
        .default(defaultSeeds, "1"),
    )
    .addOption(
      new Option(
        "--for <time>",
        "go on drawing seeds for so long (10m), from the first of --seeds on; each scenario gets one at least",
      ).argParser(durationMs),
    )
    .addOption(
      new Option(
        "--strategy <name>",
        "draw all orders by this one; by default they take turns",
      ).choices(strategyNames),
    )
    .addOption(
      new Option(
        "--faults <which>",
        "all: also draw faults that no scenario names; judge laws only",
      )
        .choices(["scripted", "all"])
        .default("scripted"),
    )
    .addOption(new Option("--replay <code>", "run the one trial that a failure printed"))
    .addOption(reporterOption())
    .addOption(new Option("--shard <i/n>", "only this part of the schedules").argParser(shard))
    .addOption(new Option("--filter <text>", "only scenarios whose name or file contains this"))
    .addOption(
      new Option("--wire <name>", "the provider's API that the simulated models speak")
        .choices(simulatedWires)
        .default(
          undefined,
          "anthropic, or the server's; with drawn faults some seeds draw another",
        ),
    )
    .addOption(new Option("--known <file>", "failures that a file lists are shown, and pass"))
    .addOption(new Option("--update-known", "write the failures of now into the file of --known"))
    .addOption(
      new Option(
        "--server <name>",
        "a server that the mock plays, with its ways; all: each of them in turn",
      ).choices([...serverNames, "all"]),
    )
    .addOption(new Option("--list-servers", "print the servers that the mock can play"))
    .addOption(new Option("--watch", "rehearse again whenever a file changes, until Ctrl-C"))
    .addOption(
      new Option(
        "--corpus [folder]",
        "keep beginnings of schedules that reach something new, and branch from them (.rehearsal/corpus)",
      ),
    )
    .addOption(coverageOption())
    .addOption(requireSometimesOption())
    .addOption(
      new Option(
        "--last-failed",
        "only what failed when it was rehearsed last, each failure under the first seed that showed it",
      ),
    )
    .addOption(new Option("--bail", "stop at the first failure"))
    .addOption(new Option("--jobs <n>", "processes; as many as there are cores").argParser(count))
    .addOption(jsonOption("the report"))
    .addHelpText("after", examples)
    .action(async (paths: readonly string[], options: SimOptions, self: Command) => {
      if (options.listServers === true) return print(serverList());
      if (options.replay !== undefined) refuseBesideReplay(self);
      if (options.lastFailed === true) refuseBesideLastFailed(self);
      if (options.watch === true) {
        if (options.replay !== undefined) {
          // No change of a file mends the code, so this is no reason to go on watching.
          const { readReplayCode } = await import("./replay-trial.ts");
          readReplayCode(options.replay);
        }
        const { watchScenarios } = await import("./watch-scenarios.ts");
        process.exitCode = await watchScenarios(
          paths.length > 0 ? paths : usualPaths,
          process.argv.slice(2),
        );
        return;
      }
      // Before anything else is loaded that takes time or chance out of its module.
      const { replaceWorld } = await import("../../agents/world/replace-world.ts");
      replaceWorld();
      const { rehearseScenarios } = await import("./rehearse-scenarios.ts");
      process.exitCode = await rehearseScenarios(paths, options);
    });
}

function shard(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const part = { index: Number(index), of: Number(of) };
  if (index !== undefined && part.index >= 1 && part.index <= part.of) return part;
  throw new InvalidArgumentError("It must be a part of a whole, such as 1/4.");
}
