import type { Command } from "commander";

/** A command as the program's help lists it. What it takes and does is loaded where it is called for. */
export interface ListedCommand {
  /** Its name, and what stands behind it: `stop [options] <run> <ticket>`. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<(command: Command, program: Command) => void>;
}

export const nameOfCommand = ({ usage }: ListedCommand): string => usage.split(" ", 1)[0]!;

/** In the order of the help. */
export const commandList: readonly ListedCommand[] = [
  {
    usage: "run [options] [epic]",
    summary: "turn an epic into finished tickets on a branch of its own",
    load: async () => (await import("./run/run-command.ts")).defineRun,
  },
  {
    usage: "resume [options] [run]",
    summary: "go on with a run that was interrupted, waits or crashed",
    load: async () => (await import("./resume/resume-command.ts")).defineResume,
  },
  {
    usage: "retry [options] <run> [ticket]",
    summary: "give failed tickets of a run another attempt, and go on with what they blocked",
    load: async () => (await import("./retry/retry-command.ts")).defineRetry,
  },
  {
    usage: "runs [options]",
    summary: "list the runs of a repository, the latest first",
    load: async () => (await import("./runs/runs-command.ts")).defineRuns,
  },
  {
    usage: "rules",
    summary: "list, add and remove the rules that are kept for a repository",
    load: async () => (await import("./rules/rules-command.ts")).defineRules,
  },
  {
    usage: "trust [options] [file]",
    summary: "let later commands execute what runs brought",
    load: async () => (await import("./trust/trust-command.ts")).defineTrust,
  },
  {
    usage: "show [options] [run]",
    summary: "tell about one run: tracks, tickets, streams, decisions, tokens",
    load: async () => (await import("./show/show-command.ts")).defineShow,
  },
  {
    usage: "popups [options] [run]",
    summary: "list the decisions that a run waits for, each with what it is about",
    load: async () => (await import("./popups/popups-command.ts")).definePopups,
  },
  {
    usage: "answer [options] <run> <popup> <decision>",
    summary: "decide an open popup of a run, from wherever you are",
    load: async () => (await import("./answer/answer-command.ts")).defineAnswer,
  },
  {
    usage: "tell [options] <run> <ticket> <text>",
    summary: "say something to a ticket's worker while it works",
    load: async () => (await import("./tell/tell-command.ts")).defineTell,
  },
  {
    usage: "stop [options] <run> <ticket>",
    summary: "stop a ticket's worker and give the ticket up",
    load: async () => (await import("./stop/stop-command.ts")).defineStop,
  },
  {
    usage: "clean [options] [run]",
    summary: "remove what ended runs left in the repository and the cache",
    load: async () => (await import("./clean/clean-command.ts")).defineClean,
  },
  {
    usage: "context [options] [run]",
    summary: "show what fills a session's context window, and what the next call would drop",
    load: async () => (await import("./context/context-command.ts")).defineContext,
  },
  {
    usage: "sim [options] [path...]",
    summary: "rehearse scenarios: the same conductor, simulated models, person and time",
    load: async () => (await import("./sim/sim-command.ts")).defineSim,
  },
  {
    usage: "merge [options] <report...>",
    summary: "join the JSON reports of several machines into one",
    load: async () => (await import("./merge/merge-command.ts")).defineMerge,
  },
  {
    usage: "sweep [options] [path...]",
    summary: "rehearse scenarios on many machines, by a queue on Redis",
    load: async () => (await import("./sweep/sweep-command.ts")).defineSweep,
  },
  {
    usage: "sweep-worker [options]",
    summary: "take parts of sweeps from a queue on Redis, until Ctrl-C",
    load: async () => (await import("./sweep/sweep-command.ts")).defineSweepWorker,
  },
  {
    usage: "serve [options] <scenario> [command...]",
    summary: "answer as a provider on this machine, for any client: the models of a scenario",
    load: async () => (await import("./serve/serve-command.ts")).defineServe,
  },
  {
    usage: "convert [options] <path...>",
    summary: "turn aimock's fixtures into scenario files for serve",
    load: async () => (await import("./convert/convert-command.ts")).defineConvert,
  },
  {
    usage: "doctor [options]",
    summary: "say whether a run can start here, and what to mend",
    load: async () => (await import("./doctor/doctor-command.ts")).defineDoctor,
  },
  {
    usage: "demo [options] [scenario]",
    summary: "watch a whole run in under a minute, with scripted models",
    load: async () => (await import("./demo/demo-command.ts")).defineDemo,
  },
  {
    usage: "init [options] [folder]",
    summary: "write a first scenario, a configuration and a workflow for CI",
    load: async () => (await import("./init/init-command.ts")).defineInit,
  },
  {
    usage: "schema [name]",
    summary: "print the JSON Schema of what a command prints with --json, or of a file",
    load: async () => (await import("./schema/schema-command.ts")).defineSchema,
  },
  {
    usage: "complete [shell] [word...]",
    summary: "print a script with which the Tab key completes commands, flags and runs",
    load: async () => (await import("./complete/complete-command.ts")).defineComplete,
  },
  {
    usage: "help [topic] [words...]",
    summary: "explain a command, or print a page of the documentation",
    load: async () => (await import("./help/help-command.ts")).defineHelp,
  },
];
