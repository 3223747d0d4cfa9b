import { InvalidArgumentError } from "commander";

/** A value of `--reporter`: `line` and `github` write to stdout, the others to a file. */
export type ReporterFlag =
  | { readonly type: "line" | "github" }
  | { readonly type: "json" | "junit" | "html"; readonly file: string };

export function reporterFlag(text: string): ReporterFlag {
  const [type, file] = text.split(/=(.*)/s);
  if ((type === "line" || type === "github") && file === undefined) return { type };
  if ((type === "json" || type === "junit" || type === "html") && file) return { type, file };
  throw new InvalidArgumentError("It must be line, github, json=FILE, junit=FILE or html=FILE.");
}
