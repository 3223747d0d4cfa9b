import type { Command } from "commander";
import { jsonOption } from "../flags.ts";
import type { ConvertOptions } from "./convert-files.ts";

const examples = `
Examples:
  $ rehearsal convert test/fixtures              all of aimock's JSON files in a folder, into scenarios/
  $ rehearsal convert weather.json --out mocks
  $ rehearsal serve scenarios/weather.scenario.ts    then: serve one of them

A file becomes a scenario of the same name. What has no counterpart here (embeddings, pictures, voices, servers of
tools) is named and left out. Exit codes: 0 all files were read, 2 one can't be read or written.`;

export function defineConvert(command: Command): void {
  command
    .argument("<path...>", "JSON files, or folders of them")
    .option("--out <folder>", "where the scenario files go", "scenarios")
    .option("--force", "write over files that are there")
    .addOption(jsonOption("what was written and what left out"))
    .addHelpText("after", examples)
    .action(async (paths: readonly string[], options: ConvertOptions) => {
      const { convertFiles } = await import("./convert-files.ts");
      await convertFiles(paths, options);
    });
}
