/** A page of the documentation, as `rehearsal help NAME` prints it. */
export interface Topic {
  readonly name: string;
  readonly means: string;
  /** Its Markdown. It is within the program, so that one file alone has it, too. */
  readonly load: () => Promise<{ readonly default: string }>;
}

export const topics: readonly Topic[] = [
  {
    name: "scenario",
    means: "the words of a scenario",
    load: () => import("../../../docs/scenario.md", { with: { type: "text" } }),
  },
  {
    name: "simulation",
    means: "schedules, faults, laws, replay; from your own tests",
    load: () => import("../../../docs/simulation.md", { with: { type: "text" } }),
  },
  {
    name: "agents",
    means: "rehearsing an agent of your own",
    load: () => import("../../../docs/agents.md", { with: { type: "text" } }),
  },
  {
    name: "serve",
    means: "the mock on this machine, for any agent",
    load: () => import("../../../docs/serve.md", { with: { type: "text" } }),
  },
  {
    name: "servers",
    means: "what real servers send, and playing each of them",
    load: () => import("../../../docs/servers.md", { with: { type: "text" } }),
  },
  {
    name: "running",
    means: "rules, what is kept, trouble, windows and costs",
    load: () => import("../../../docs/running.md", { with: { type: "text" } }),
  },
  {
    name: "terminal",
    means: "popups and their keys, stopping, going on",
    load: () => import("../../../docs/terminal.md", { with: { type: "text" } }),
  },
  {
    name: "configuration",
    means: "rehearsal.config.ts, rules, the environment",
    load: () => import("../../../docs/configuration.md", { with: { type: "text" } }),
  },
  {
    name: "continuous-integration",
    means: "CI, shards, known failures, many machines",
    load: () => import("../../../docs/continuous-integration.md", { with: { type: "text" } }),
  },
  {
    name: "json-report",
    means: "the JSON of sim",
    load: () => import("../../../docs/json-report.md", { with: { type: "text" } }),
  },
  {
    name: "usage-json",
    means: "the JSON of show --usage",
    load: () => import("../../../docs/usage-json.md", { with: { type: "text" } }),
  },
  {
    name: "context-json",
    means: "the JSON of context",
    load: () => import("../../../docs/context-json.md", { with: { type: "text" } }),
  },
  {
    name: "api",
    means: "the reference of rehearsal/sim",
    load: () => import("../../../docs/api.md", { with: { type: "text" } }),
  },
  {
    name: "performance",
    means: "what was measured, and how",
    load: () => import("../../../docs/performance.md", { with: { type: "text" } }),
  },
];

/** The pages, for the end of the program's own help. */
export const pagesText = (): string =>
  `Pages, for rehearsal help PAGE:\n${topics.map(({ name, means }) => `  ${name.padEnd(23)} ${means}\n`).join("")}`;
