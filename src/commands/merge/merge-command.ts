import type { Command } from "commander";
import { jsonOption } from "../flags.ts";
import { coverageOption, reporterOption, requireSometimesOption } from "../sim/reporter-flag.ts";
import type { MergeOptions } from "./merge-reports.ts";

const examples = `
Examples:
  $ rehearsal sim --shard 1/2 --reporter json=part-1.json     on one machine
  $ rehearsal sim --shard 2/2 --reporter json=part-2.json     on another
  $ rehearsal merge part-*.json                               then: one table of all
  $ rehearsal merge part-*.json --reporter github --reporter html=report.html --reporter junit=report.xml

Exit codes are those of sim: 0 all passed, 1 a scenario failed, 2 a report can't be read.`;

export function defineMerge(command: Command): void {
  command
    .argument("<report...>", "files that `rehearsal sim --reporter json=FILE` wrote")
    .addOption(reporterOption())
    .addOption(coverageOption())
    .addOption(requireSometimesOption())
    .addOption(jsonOption("the joined report"))
    .addHelpText("after", examples)
    .action(async (files: readonly string[], options: MergeOptions) => {
      const { mergeReports } = await import("./merge-reports.ts");
      process.exitCode = await mergeReports(files, options);
    });
}
