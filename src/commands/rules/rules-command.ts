import type { Command } from "commander";
import { count, jsonOption, repositoryOption } from "../flags.ts";

interface RulesOptions {
  readonly repo: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal rules                          what is kept for this repository, numbered
  $ rehearsal rules allow "npm test*"        a command; the rule stands after those that are there
  $ rehearsal rules deny "write *.lock"      a tool with a path
  $ rehearsal rules allow spawn              a kind of popup
  $ rehearsal rules keep latest              what was answered with "always" in a run, once more
  $ rehearsal rules remove 2

They stand in .rehearsal/rules.json, after those of rehearsal.config.ts and before --allow and --deny of a run. The last
that matches wins. Each run keeps the rules that it was started with.`;

export function defineRules(rules: Command): void {
  rules.addHelpText("after", examples);
  rules
    .command("list", { isDefault: true })
    .description("list them, the last that matches wins")
    .addOption(repositoryOption())
    .addOption(jsonOption("the list"))
    .action(async ({ repo, json }: RulesOptions) => {
      const { listRules } = await import("./edit-rules.ts");
      await listRules(repo, json === true ? "json" : "text");
    });
  for (const action of ["allow", "deny"] as const)
    rules
      .command(action)
      .description(`add a rule that ${action === "allow" ? "allows" : "denies"}`)
      .argument("<what>", "a command, a tool with a path, or a kind of popup")
      .addOption(repositoryOption())
      .action(async (what: string, { repo }: RulesOptions) => {
        const { addRule } = await import("./edit-rules.ts");
        await addRule(repo, action, what);
      });
  rules
    .command("remove")
    .description("remove a rule by its number in the list")
    .argument("<number>", "as `rehearsal rules` shows it", count)
    .addOption(repositoryOption())
    .action(async (number: number, { repo }: RulesOptions) => {
      const { removeRule } = await import("./edit-rules.ts");
      await removeRule(repo, number);
    });
  rules
    .command("keep")
    .description('keep what was answered with "always" in a run')
    .argument("<run>", "the run's id, how it begins, or latest")
    .addOption(repositoryOption())
    .action(async (run: string, { repo }: RulesOptions) => {
      const { keepRules } = await import("./edit-rules.ts");
      await keepRules(repo, run);
    });
}
