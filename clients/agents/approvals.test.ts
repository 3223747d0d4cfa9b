import { expect, test } from "bun:test";
import { agent, rehearseAgent, reply, says, uses } from "rehearsal/sim";
import { type Tidy, tidyByAiSdk, tidyByLangGraph, tidyByOpenAiAgents } from "./approvals.ts";

const tidying = (tidy: Tidy) =>
  agent({
    name: "tidying",
    replies: [
      reply(uses("remove", { path: "a.txt" }), uses("remove", { path: "b.txt" })),
      reply(says("As you wish.")),
    ],
    person: [
      { asked: /a\.txt/, answer: "no", after: "30s" },
      { asked: "b.txt", answer: "yes", after: "1m" },
    ],
    run: tidy,
    expect: (value) => expect(value).toEqual({ removed: ["b.txt"], text: "As you wish." }),
  });

test.each([
  ["the AI SDK's tool approvals", tidyByAiSdk],
  ["LangGraph's interrupts", tidyByLangGraph],
  ["OpenAI Agents' approvals", tidyByOpenAiAgents],
] as const)("a scripted person decides by %s", async (_, tidy) => {
  const { questions } = await rehearseAgent(tidying(tidy), { seeds: 10 });
  expect(questions.map(({ answer }) => answer)).toEqual([`"no"`, `"yes"`]);
});
