import { type Command, Option } from "commander";
import { type DecisionType, decisionTypes } from "../../core/gates/decision.ts";
import { repositoryOption } from "../flags.ts";
import type { AnswerFlags } from "./answer-flags.ts";

interface AnswerOptions extends AnswerFlags {
  readonly repo: string;
}

const examples = `
Examples:
  $ rehearsal popups latest                                       which decisions are open, and what they offer
  $ rehearsal answer latest tool:T-1:1.2.0 approve
  $ rehearsal answer latest tool:T-1:1.2.0 reject --reason "dist is not yours"
  $ rehearsal answer latest tickets:core:1 edit --with tickets.json
  $ rehearsal answer latest question:T-1:1.3.0 answer --text "the second one"
  $ rehearsal answer latest budget:1 raise --tokens 500000 --usd 5
  $ rehearsal answer latest merge:T-2:1.1 take --side ticket

A run that goes on takes the answer at once, wherever it was started. One that waits keeps it for its resume.`;

export function defineAnswer(command: Command): void {
  command
    .argument("<run>", "the run's id, how it begins, or latest")
    .argument("<popup>", "the popup's id, as `rehearsal popups` lists it")
    .argument("<decision>", `one that it offers: ${decisionTypes.join(", ")}`)
    .option("--reason <text>", "why, for reject: the model is told")
    .option("--text <text>", "what to answer to a question")
    .option("--with <file>", "the changed proposal, prompt, command or input, for edit; - is stdin")
    .addOption(new Option("--side <side>", "whose lines, for take").choices(["branch", "ticket"]))
    .option("--tokens <n>", "the run's new limit, for raise; none where it is left out")
    .option("--usd <amount>", "the run's new limit, for raise; none where it is left out")
    .addOption(repositoryOption())
    .addHelpText("after", examples)
    .action(async (run: string, popup: string, decision: string, options: AnswerOptions) => {
      const { answerFromFlags } = await import("./answer-from-flags.ts");
      const { repo, ...flags } = options;
      process.exitCode = await answerFromFlags({
        run,
        repo,
        popup,
        decision: decision as DecisionType,
        flags,
      });
    });
}
