import { InvalidArgumentError, Option } from "commander";

/** A value of `--reporter`: `line` and `github` write to stdout, the others to a file. */
export type ReporterFlag =
  | { readonly type: "line" | "github" }
  | { readonly type: "json" | "junit" | "html"; readonly file: string };

function reporterFlag(text: string): ReporterFlag {
  const [type, file] = text.split(/=(.*)/s);
  if ((type === "line" || type === "github") && file === undefined) return { type };
  if ((type === "json" || type === "junit" || type === "html") && file) return { type, file };
  throw new InvalidArgumentError("It must be line, github, json=FILE, junit=FILE or html=FILE.");
}

export const coverageOption = (): Option =>
  new Option("--coverage", "also print what the schedules reached, and what none did");

export const requireSometimesOption = (): Option =>
  new Option("--require-sometimes", "fail a scenario whose marks (sometimes) no schedule met");

export const reporterOption = (): Option =>
  new Option(
    "--reporter <name[=file]>",
    "line, github, json=FILE, junit=FILE, html=FILE; may be given several times",
  ).argParser((text: string, before: readonly ReporterFlag[] = []) => [
    ...before,
    reporterFlag(text),
  ]);
