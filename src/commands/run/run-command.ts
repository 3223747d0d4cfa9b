import type { Command } from "commander";
import type { TimeBudget } from "../../core/ledger/time-limit.ts";
import type { SettingsFlags } from "../../config/settings-from.ts";
import {
  allowOption,
  askOption,
  baseUrlOption,
  count,
  denyOption,
  dollars,
  durationMs,
  envOption,
  jsonOption,
  type ModelFlags,
  models,
  providerOption,
  quietBellOption,
  repositoryOption,
  allowHostOption,
  sandboxOption,
  scenarioOption,
  times,
} from "../flags.ts";
import type { BackendFlags } from "../conduct/choose-backend.ts";

interface RunOptions extends BackendFlags {
  readonly repo: string;
  readonly json?: true;
  readonly yes?: true;
  readonly step?: true;
  readonly workers?: number;
  readonly attempts?: number;
  readonly turns?: number;
  readonly tries?: number;
  /** `false`: no check (`--no-check`). */
  readonly check?: string | false;
  readonly budgetTokens?: number;
  readonly budgetUsd?: number;
  readonly budgetTime?: TimeBudget;
  readonly model?: ModelFlags;
  readonly popupTimeout?: number;
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  readonly env?: readonly string[];
  readonly sandbox?: true;
  readonly allowHost?: readonly string[];
}

const examples = `
Examples:
  $ rehearsal run "Add subtraction to the math module"
  $ rehearsal run "Fix the flaky login test" --repo ../shop --check "bun test" --yes
  $ rehearsal run "Port the parser" --workers 8 --budget-usd 5 --model tier3=claude-haiku-4-5
  $ rehearsal run "Port the parser" --provider openai --base-url http://localhost:11434/v1 --model qwen3-coder
  $ rehearsal run --provider mock --scenario scenarios/demo.scenario.ts --repo ../scratch
  $ rehearsal run "Add a changelog" --json --yes > events.jsonl

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 waiting for a decision, 130 interrupted.
What was interrupted or waits goes on with: rehearsal resume RUN`;

export function defineRun(command: Command): void {
  command
    .argument("[epic]", "what is to be done; with a scenario, its own by default")
    .addOption(repositoryOption())
    .addOption(providerOption())
    .addOption(scenarioOption())
    .addOption(askOption())
    .addOption(quietBellOption())
    .option("-y, --yes", "allow all that no rule denies or asks about")
    .addOption(jsonOption("each event, one a line,"))
    .option("--step", "ask before each ticket starts")
    .option("--workers <n>", "tickets at work at once (4)", count)
    .option("--attempts <n>", "goes that a ticket gets (2)", count)
    .option("--turns <n>", "replies that one session may take (50)", count)
    .option("--tries <n>", "tries that one reply may take (5)", count)
    .option("--check <command>", "what must succeed before a ticket is merged")
    .option("--no-check", "merge without a check")
    .option("--budget-tokens <n>", "the most tokens that the run may take", count)
    .option("--budget-usd <amount>", "the most that the run may cost", dollars)
    .option(
      "--budget-time <duration>",
      "the most that may be worked: 2h; of each ticket, of a tier: ticket=20m, tier3=1h; repeatable",
      times,
    )
    .option("--model <name>", "the model of all tiers, or of one: tier3=NAME; repeatable", models)
    .addOption(baseUrlOption())
    .addOption(allowOption())
    .addOption(denyOption())
    .addOption(envOption())
    .addOption(sandboxOption())
    .addOption(allowHostOption())
    .option(
      "--popup-timeout <duration>",
      "how long a decision waits for you (for ever)",
      durationMs,
    )
    .addHelpText("after", examples)
    .action(async (epic: string | undefined, options: RunOptions) => {
      const [{ runFromFlags }, { ruleFromWords }] = await Promise.all([
        import("./run-from-flags.ts"),
        import("../../config/rule-from-words.ts"),
      ]);
      const { allow = [], deny = [] } = options;
      const rules = [
        ...allow.map((what) => ruleFromWords("allow", what)),
        ...deny.map((what) => ruleFromWords("deny", what)),
      ];
      const { repo, json } = options;
      process.exitCode = await runFromFlags({
        epic,
        repo,
        format: json === true ? "json" : "text",
        backend: options,
        flags: { ...settingsFlags(options), rules },
      });
    });
}

function settingsFlags(options: RunOptions): SettingsFlags {
  const { workers, attempts, turns, tries, check, budgetTokens, budgetUsd } = options;
  const { budgetTime, model, popupTimeout, step, yes, env, sandbox, allowHost } = options;
  return {
    ...(step === true && { mode: "step" }),
    ...(yes === true && { yes }),
    ...(workers !== undefined && { workers }),
    ...(attempts !== undefined && { attempts }),
    ...(turns !== undefined && { turns }),
    ...(tries !== undefined && { tries }),
    ...(check !== undefined && { check: check === false ? null : check }),
    ...(model !== undefined && { models: model }),
    ...(budgetTime !== undefined && { timeBudget: budgetTime }),
    ...(popupTimeout !== undefined && { popupTimeoutMs: popupTimeout }),
    ...(env !== undefined && { pass: env }),
    ...(sandbox !== undefined && { sandbox }),
    ...(allowHost !== undefined && { hosts: allowHost }),
    budget: {
      ...(budgetTokens !== undefined && { tokens: budgetTokens }),
      ...(budgetUsd !== undefined && { costUsd: budgetUsd }),
    },
  };
}
