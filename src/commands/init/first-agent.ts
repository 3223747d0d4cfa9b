import { type AgentFramework, agentFrameworks } from "./agent-frameworks.ts";
import type { Folder } from "./folder.ts";
import { dependenciesOf } from "./project-habits.ts";

/** What a project's agents are made with, as far as its package.json says. */
export function frameworkOf(folder: Folder): AgentFramework {
  const named = dependenciesOf(folder);
  return agentFrameworks.find(({ packages }) =>
    packages.every((name) => Object.hasOwn(named, name)),
  )!;
}

/** A scenario of an agent in this framework: it passes as it is, and is there to be changed. */
export const firstAgent = ({ name, imports, ask, retries }: AgentFramework, sim: string): string =>
  `${imports.map((line) => `${line}\n`).join("")}import { agent, ${retries ? "overloaded, " : ""}reply, says } from "rehearsal/sim";

// Two questions at once, by ${name}. Put your own agent in the place of \`ask\`: give it the \`fetch\` of \`run\`, and
// change nothing else about it. All that completes in it comes in another order for each seed.
// Try: ${sim} --seeds 200 --coverage
// With --faults all, answers are also refused, break off and fall silent. This small one does not get over all of that:
// see what your own does.
async function ask(fetch: typeof globalThis.fetch, question: string): Promise<string> {
${ask.map((line) => `  ${line}\n`).join("")}}

const cities = ["Oslo", "Rome"];

export default agent({
  name: "two forecasts at once",
  // What the model says to whom${retries ? "; the first try of each meets an overload" : ""}.
  replies: cities.map((city) => reply(says(\`Rain in \${city}.\`)).when(city)${retries ? ".fails(overloaded())" : ""}),
  run: async ({ fetch }) =>
    await Promise.all(cities.map((city) => ask(fetch, \`The weather of \${city}?\`))),
  // What must come of it, whatever comes first.
  expect: (texts) => texts.every((text, at) => text.includes(cities[at]!)) || \`mixed up: \${texts}\`,
});
`;
