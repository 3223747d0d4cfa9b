import { join, relative, resolve } from "node:path";
import packageFile from "../../../package.json" with { type: "json" };
import { hint } from "../hint.ts";
import { note, type OutputFormat, print, printJson } from "../output.ts";
import { quoted } from "../../core/words/quoted.ts";
import { frameworkOf } from "./first-agent.ts";
import { firstFiles, type FirstSubject } from "./first-files.ts";
import { topAround } from "./first-workflow.ts";
import { type Folder, folderAt } from "./folder.ts";
import { dependenciesOf } from "./project-habits.ts";

/** Writes the first files into a folder, and prints what to do next. */
export async function initialize(
  path: string,
  { subject, format }: { readonly subject: FirstSubject; readonly format: OutputFormat },
): Promise<void> {
  const folder = folderAt(path);
  const files = firstFiles(folder, subject, hint("sim")).map((file) => ({
    ...file,
    state: folder.add(file.path, file.text) ? ("written" as const) : ("kept" as const),
  }));
  if (format === "json") {
    return printJson({ files: files.map((file) => ({ path: file.path, state: file.state })) });
  }
  for (const { path: file, state, purpose } of files) {
    print(state === "written" ? `wrote ${file}, ${purpose}\n` : `kept  ${file}, which was there\n`);
  }
  const scenarios = join(relative(process.cwd(), resolve(path)), "scenarios");
  print(`\nNext:\n  ${hint(`sim ${quoted(scenarios)} --seeds 200`)}\n`);
  const framework = frameworkOf(folder);
  if (subject === "runs" && framework.packages.length > 0)
    note(
      `The project has agents of its own, by ${framework.name}: ${hint("init --agent")} writes a scenario for them.`,
    );
  const missing = missingInCi(folder);
  if (missing !== null) note(missing);
}

/** What is to be done so that the workflow finds rehearsal; `null` where it will. */
function missingInCi(folder: Folder): string | null {
  const from = dependenciesOf(folder)["rehearsal"];
  if (typeof from !== "string")
    return `The workflow for CI takes rehearsal from the dev dependencies of a package.json here: \`npm install --save-dev ./rehearsal-${packageFile.version}.tgz\`, the file that \`npm pack\` writes in Rehearsal's repository.`;
  const [, file] = /^(?:file:|link:|portal:)(.*)$/.exec(from) ?? [];
  const top = topAround(folder);
  return file === undefined || !relative(top, resolve(folder.path, file)).startsWith("..")
    ? null
    : `package.json takes rehearsal from ${file}, outside of this repository, where CI does not find it: move that file into the repository and install it from there.`;
}
