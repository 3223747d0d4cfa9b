import type { Mutant } from "./mutant.ts";

/** Mistakes with what models say, what it costs, and who gets to see it. */
export const streamMutants: readonly Mutant[] = [
  {
    name: "what came while a slow subscriber was busy is dropped",
    file: "src/runtime/delivery.ts",
    replace: "      reader.cursor += count;\n    } catch",
    by: "      reader.cursor = log.length;\n    } catch",
    scenario: "crowd",
    caughtBy: "law 1 (delivery)",
  },
  {
    name: "a busy subscriber makes all others wait",
    file: "src/runtime/delivery.ts",
    replace: "      for (const reader of readers) reader.read();",
    by: `      if (readers.some(({ pending }) => pending !== null)) return;
      for (const reader of readers) reader.read();`,
    scenario: "crowd",
    caughtBy: "law 1 (delivery)",
  },
  {
    name: "two streams are crossed: what comes is given to whoever was called last",
    file: "src/core/decide.ts",
    replace: '      const { unit } = intent as EventOf<"model.started">;\n',
    by: `      const calls = [...state.unsettled.values()].filter(({ type }) => type === "model.started");
      const { unit } = calls.at(-1) as EventOf<"model.started">;
`,
    scenario: "crowd",
    caughtBy: "law 1 (delivery)",
  },
  {
    name: "the deltas that come together with a stream's end are lost",
    file: "src/runtime/execute-model-call.ts",
    replace: `take({ type: "deltas", effectId, deltas, usage });`,
    by: `take({ type: "deltas", effectId, deltas: end === null ? deltas : [], usage });`,
    scenario: "crowd",
    caughtBy: "law 1 (delivery)",
  },
  {
    name: "a retry repeats text: what the discarded try said stays in the stream",
    file: "src/core/reduce/sessions.ts",
    replace: "  settle(state, session, event);\n  const { code } = event.failure;",
    by: `  if (session.phase.type === "calling") {
    state.streams.get(session.streamId)!.text += session.phase.draft.text;
  }
  settle(state, session, event);
  const { code } = event.failure;`,
    scenario: "crowd",
    caughtBy: "law 1 (delivery)",
  },
  {
    name: "a retry does not start clean: the model is shown what its discarded try said",
    file: "src/core/reduce/sessions.ts",
    replace: "  settle(state, session, event);\n  const { code } = event.failure;",
    by: `  if (session.phase.type === "calling" && session.phase.draft.text !== "") {
    const text = session.phase.draft.text;
    session.messages.push({ role: "assistant", content: [{ type: "text", text }] });
  }
  settle(state, session, event);
  const { code } = event.failure;`,
    scenario: "crowd",
    caughtBy: "law 1 (delivery)",
  },
  {
    name: "a usage is added twice",
    file: "src/core/ledger/ledger.ts",
    replace: "  entry.usage = addUsage(entry.usage, usage);",
    by: "  entry.usage = addUsage(addUsage(entry.usage, usage), usage);",
    scenario: "crowd",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "what a discarded try used is forgotten",
    file: "src/core/reduce/sessions.ts",
    replace: "    reported: draft.usage ?? noUsage,",
    by: "    reported: completed ? (draft.usage ?? noUsage) : noUsage,",
    scenario: "crowd",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "what was held for a call is never let go",
    file: "src/core/reduce/sessions.ts",
    replace: "  state.ledger.reservedTokens -= session.reservedTokens;\n",
    by: "",
    scenario: "purse",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "a call past the budget is sent all the same",
    file: "src/core/ledger/budget.ts",
    replace: "  if (budget.tokens !== null && tokens > budget.tokens) return false;\n",
    by: "",
    scenario: "purse",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "a call that the budget held back is not woken when another ends",
    file: "src/core/subject.ts",
    replace: "    : [...state.dueSessions].map(session);\n\nfunction owner",
    by: "    : none;\n\nfunction owner",
    scenario: "purse",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a provider that asks for a pause is not given it",
    file: "src/core/retry-delay.ts",
    replace: "  if (failure.retryAfterMs !== undefined) return failure.retryAfterMs;\n",
    by: "",
    scenario: "crowd",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "the pause before a retry is thrown with dice",
    file: "src/core/retry-delay.ts",
    replace: "(1 - byte / 1024)",
    by: "(1 - (byte * 0 + Math.random()) / 4)",
    scenario: "crowd",
    caughtBy: "law 8 (determinism)",
  },
  {
    name: "a pause that a provider asks for is cut to the longest of our own",
    file: "src/core/retry-delay.ts",
    replace: "return failure.retryAfterMs;",
    by: "return Math.min(failure.retryAfterMs, settings.retryMaxMs);",
    scenario: "hours",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "what a provider asks for is lost on its way into the log",
    file: "src/core/decide.ts",
    replace:
      'return [{ type: "stream.discarded", effectId, unit: intent.unit, failure }];\n  }\n  if (failure.code === "cancelled")',
    by: 'const { code, message } = failure;\n    return [{ type: "stream.discarded", effectId, unit: intent.unit, failure: { code, message } }];\n  }\n  if (failure.code === "cancelled")',
    scenario: "hours",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "the first pause before a retry is twice as long",
    file: "src/core/retry-delay.ts",
    replace: "2 ** (failures - 1)",
    by: "2 ** failures",
    scenario: "crowd",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "a repair turn does not say what is wrong with the plan",
    file: "src/core/pursue/plans.ts",
    replace: "{ problems: list }",
    by: '{ problems: list === "" ? "" : "-" }',
    scenario: "draft",
    caughtBy: "law 13 (told)",
  },
  {
    name: "what is estimated does not count against the budget",
    file: "src/core/ledger/budget.ts",
    replace: "  const tokens = ledger.usedTokens + ledger.reservedTokens + reserved.tokens;",
    by: `  const estimated = [...ledger.estimatedByTier.values()].reduce(
    (sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens,
    0,
  );
  const tokens = ledger.usedTokens - estimated + ledger.reservedTokens + reserved.tokens;`,
    scenario: "silent-till",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "dollars that were spent do not count",
    file: "src/core/ledger/budget.ts",
    replace: "ledger.usedUsd + ledger.reservedUsd + reserved.costUsd",
    by: "ledger.reservedUsd + reserved.costUsd",
    scenario: "dear",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "more dollars that a person grants do not count",
    file: "src/core/reduce/gates.ts",
    replace: "state.budget = { tokens: decision.tokens, costUsd: decision.costUsd };",
    by: "state.budget = { tokens: decision.tokens, costUsd: state.budget.costUsd };",
    scenario: "dear",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "nothing is held for what a reply may take",
    file: "src/core/ledger/budget.ts",
    replace: "    tokens: inputTokens + outputTokens,",
    by: "    tokens: inputTokens,",
    scenario: "purse",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "the promise of a subscriber that fails is handled by nobody",
    file: "src/runtime/delivery.ts",
    replace: "      reader.failure = errorMessage(error);\n    }\n    reader.pending = null;",
    by: "      reader.failure = errorMessage(error);\n      void promise.finally(() => {});\n    }\n    reader.pending = null;",
    scenario: "crowd",
    faults: "all",
    caughtBy: "uncaught",
  },
  {
    name: "of what comes in one piece only the first report of usage counts",
    file: "src/runtime/execute-model-call.ts",
    replace: 'else if (event.type === "usage") usage = event.usage;',
    by: 'else if (event.type === "usage") usage ??= event.usage;',
    scenario: "night",
    faults: "all",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "a pause of a second or less is not worth a wait",
    file: "src/providers/failures/retry-after.ts",
    replace: "waitMs !== null && waitMs > 0) ?? null",
    by: "waitMs !== null && waitMs > 1_000) ?? null",
    scenario: "provider-weather",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "whatever a server says three times in the same words is for good",
    file: "src/core/pursue/sessions.ts",
    replace: 'code === "stream-error" && session.sameFailures',
    by: "session.sameFailures",
    scenario: "errors-that-stay",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "a reply is whole at the first end that its server says, though more of it came behind that",
    file: "src/providers/stop-reason.ts",
    replace: "reason !== null && !isEarly",
    by: "reason !== null",
    scenario: "early-stop",
    caughtBy: "expectation",
  },
];
