import { type Command, Option } from "commander";
import { strategyNames } from "../../sim/search/strategies.ts";
import { simulatedWires } from "../../sim/world/simulated-wire.ts";
import { count, jsonOption } from "../flags.ts";
import { coverageOption, reporterOption, requireSometimesOption } from "../sim/reporter-flag.ts";
import { seedsFlag } from "../sim/seeds-flag.ts";
import type { SweepOptions } from "./sweep-options.ts";

const examples = `
Examples:
  $ rehearsal sweep-worker --redis redis://queue:6379       on as many machines as there are
  $ rehearsal sweep scenarios/ --seeds 1000000 --redis redis://queue:6379 --reporter html=sweep.html

All of them stand in the same checkout: a worker with other scenario files refuses its part. Ctrl-C stops; the same
command goes on where it stopped. The report is that of \`rehearsal sim\` with the same flags.`;

const workerExamples = `
Examples:
  $ rehearsal sweep-worker --redis redis://queue:6379
  $ rehearsal sweep-worker --jobs 8 --redis "$REDIS_URL"

It runs until Ctrl-C. A worker that dies loses nothing: another one takes its part, which is counted once.`;

const redisOption = (): Option =>
  new Option("--redis <url>", "the Redis or Valkey that holds the queue")
    .env("REDIS_URL")
    .default("redis://127.0.0.1:6379");

export function defineSweep(command: Command): void {
  command
    .argument("[path...]", "scenario files, or folders that hold *.scenario.ts", ["scenarios"])
    .addOption(redisOption())
    .addOption(
      new Option("--seeds <n|a..b|random>", "schedules of each scenario")
        .argParser(seedsFlag)
        .default({ first: 0, count: 1000, isDrawn: false }, "1000"),
    )
    .addOption(
      new Option("--strategy <name>", "draw all orders by this one").choices(strategyNames),
    )
    .addOption(
      new Option("--faults <which>", "all: also draw faults that no scenario names")
        .choices(["scripted", "all"])
        .default("scripted"),
    )
    .addOption(new Option("--filter <text>", "only scenarios whose name or file contains this"))
    .addOption(
      new Option("--wire <name>", "the provider's API that the simulated models speak")
        .choices(simulatedWires)
        .default("anthropic"),
    )
    .addOption(
      new Option("--part <n>", "schedules that a worker takes at once")
        .argParser(count)
        .default(50),
    )
    .addOption(reporterOption())
    .addOption(coverageOption())
    .addOption(requireSometimesOption())
    .addOption(jsonOption("the report"))
    .addHelpText("after", examples)
    .action(async (paths: readonly string[], options: SweepOptions) => {
      const { sweep } = await import("./sweep.ts");
      process.exitCode = await sweep(paths, options);
    });
}

export function defineSweepWorker(command: Command): void {
  command
    .addOption(redisOption())
    .addOption(new Option("--jobs <n>", "processes; as many as there are cores").argParser(count))
    .addHelpText("after", workerExamples)
    .action(async (options: { readonly redis: string; readonly jobs?: number }) => {
      const { workOnSweeps } = await import("./sweep-worker.ts");
      process.exitCode = await workOnSweeps(options);
    });
}
