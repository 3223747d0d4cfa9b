import type { Mutant } from "./mutant.ts";

/** Mistakes with tickets, slots, wake-ups, the disk and the resume. */
export const workMutants: readonly Mutant[] = [
  {
    name: "a worker's silence counts as its report",
    file: "src/core/draft.ts",
    replace: "  return flawOf({ text, hasThoughts, stopReason, tier, maxOutputTokens });",
    by: '  return tier === "tier3" ? null : flawOf({ text, hasThoughts, stopReason, tier, maxOutputTokens });',
    scenario: "silence",
    caughtBy: "law 4 (order)",
  },
  {
    name: "what depends on a failed ticket is left todo",
    file: "src/core/pursue/tickets.ts",
    replace: '    if (status === "failed" || status === "blocked") {',
    by: '    if (status === "blocked") {',
    scenario: "ruin",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a ticket starts once one of those that it depends on is done",
    file: "src/core/reduce/tickets.ts",
    replace: "--dependent.waitingFor === 0 &&",
    by: "--dependent.waitingFor >= 0 &&",
    scenario: "crowd",
    caughtBy: "law 4 (order)",
  },
  {
    name: "more tickets are at work than there are workers",
    file: "src/core/pursue/slots.ts",
    replace: "  if (busy >= state.settings.workers) return [];",
    by: "  if (busy > state.settings.workers) return [];",
    scenario: "crowd",
    caughtBy: "law 4 (order)",
  },
  {
    name: "a ticket that fails keeps its slot",
    file: "src/core/reduce/tickets.ts",
    replace: "  state.claimed.delete(id);\n",
    by: '  if (ticket.status === "done") state.claimed.delete(id);\n',
    scenario: "ruin",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "the slot of a failed ticket wakes nobody",
    file: "src/core/subject.ts",
    replace:
      "return [...state.tickets.get(event.ticketId)!.dependents.map(ticket), slots, merges];",
    by: "return [...state.tickets.get(event.ticketId)!.dependents.map(ticket), merges];",
    scenario: "ruin",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a worker does not hear that its call was decided",
    file: "src/core/subject.ts",
    replace: "session(`tier3:${owner}:${attempt}` as SessionId), ",
    by: "",
    scenario: "gates",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a merge that ended wakes no other",
    file: "src/core/subject.ts",
    replace: '    case "merge.ended":\n      return [ticket(event.ticketId), merges];',
    by: '    case "merge.ended":\n      return [];',
    scenario: "crossroads",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a ticket that nobody attends keeps its slot",
    file: "src/core/reduce/gates.ts",
    replace: "        state.parked.add(ticketId);\n",
    by: "",
    scenario: "absence",
    caughtBy: "expectation",
  },
  {
    name: "an effect is executed before its intent is on disk",
    file: "src/runtime/conductor.ts",
    replace:
      "    try {\n      await store.flush();\n    } catch (error) {\n      storeIsBroken = true;",
    by: "    try {\n      void store.flush();\n    } catch (error) {\n      storeIsBroken = true;",
    scenario: "night",
    caughtBy: "law 9 (resume)",
  },
  {
    name: "a resume repeats a write: what was in doubt is done again unasked",
    file: "src/core/reduce/runs.ts",
    replace: 'changesNothing(intent.tool) ? "waiting" : "in-doubt"',
    by: 'changesNothing(intent.tool) || intent.tool === "write" ? "waiting" : "in-doubt"',
    scenario: "night",
    caughtBy: "law 9 (resume)",
  },
  {
    name: "a crash redoes a command without asking",
    file: "src/core/reduce/runs.ts",
    replace: 'changesNothing(intent.tool) ? "waiting" : "in-doubt"',
    by: 'intent.tool !== "write" ? "waiting" : "in-doubt"',
    scenario: "night",
    caughtBy: "law 9 (resume)",
  },
  {
    name: "a run that is resumed and has nothing left to do never ends",
    file: "src/runtime/conductor.ts",
    replace: "const wasEnded = !isBeginning && state?.ended != null;",
    by: "const wasEnded = state?.ended != null;",
    scenario: "night",
    faults: "all",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a command that a person saw happen is run again after a crash",
    file: "src/core/pursue/calls.ts",
    replace: `return [answer(session, call, index, "The call was made; its output was lost.", false)];`,
    by: "return [start(session, call, index, permit)];",
    scenario: "night",
    caughtBy: "law 9 (resume)",
  },
  {
    name: "a resume repeats what had ended",
    file: "src/core/reduce/runs.ts",
    replace: "  state.parked.clear();\n",
    by: `  state.parked.clear();
  for (const { phase } of state.sessions.values()) {
    if (phase.type === "acting") for (const call of phase.calls) call.status = "waiting";
  }
`,
    scenario: "night",
    caughtBy: "law 9 (resume)",
  },
  {
    name: "a resume does not know what it knew: a popup's state is changed beside the log",
    file: "src/core/pursue/popups.ts",
    replace: '  if (open.ask === null) return [{ type: "popup.asked", popupId: id }];',
    by: `  if (open.ask === null) {
    open.popup = { ...open.popup, revision: open.popup.revision + 1 };
    return [{ type: "popup.asked", popupId: id }];
  }`,
    scenario: "gates",
    caughtBy: "law 2 (fold)",
  },
  {
    name: "a call that fails cuts off all others",
    file: "src/runtime/conductor.ts",
    replace: `    if (input.type !== "deltas") abortSettled();`,
    by: `    if (input.type !== "deltas") abortSettled();
    if (input.type === "failed" && input.failure.code === "stream-cut") {
      for (const [id, { abort }] of executing) {
        if (state!.unsettled.get(id)?.type === "model.started") abort.abort(noLongerWanted);
      }
    }`,
    scenario: "crowd",
    caughtBy: "law 6 (isolation)",
  },
  {
    name: "an interrupt loses a tool's call: a resume does not know that it was cut off",
    file: "src/core/reduce/runs.ts",
    replace: "      if (intent !== undefined) state.abandoned.set(event.effectId, intent);\n",
    by: "",
    scenario: "night",
    faults: "all",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a merge that makes a tree nobody checked is not checked",
    file: "src/core/pursue/tickets.ts",
    replace: "ticket.moved && ticket.stage",
    by: "ticket.conflicts.length > 0 && ticket.stage",
    scenario: "together",
    caughtBy: "law 10 (freshness)",
  },
  {
    name: "a commit holds rehearsal's own state, as a worker's command wrote it",
    file: "src/workspaces/memory/memory-commit.ts",
    replace: "!isLeft(path) && !isReserved(path)",
    by: "(isReserved(path) || !isLeft(path))",
    scenario: "weeds",
    caughtBy: "law 11 (theirs)",
  },
  {
    name: "a tree that is made anew throws away what was in it",
    file: "src/workspaces/memory.ts",
    replace:
      "      if (fresh && before !== undefined) keepTree({ files: before.tree.files, base: before.base });\n",
    by: "",
    scenario: "weeds",
    caughtBy: "law 14 (kept)",
  },
  {
    name: "what a worker writes is noted only when it is committed: somebody deletes the tree before",
    file: "src/workspaces/memory.ts",
    replace: "        noted.set(ticketId, ownOf(ticket));\n        return outcome;",
    by: "        return outcome;",
    scenario: "weeds",
    caughtBy: "law 14 (kept)",
  },
  {
    name: "a ticket goes on without what its commit lacks, and nobody is asked",
    file: "src/core/pursue/tickets.ts",
    replace: '    case "leaving":\n      return pursueLeftovers(state, ticket);',
    by: `    case "leaving":
      return [{ type: "comparison.started", ticketId: id, commit: ticket.commit! }];`,
    scenario: "weeds",
    caughtBy: "law 14 (kept)",
  },
  {
    name: "a refused key fails the session",
    file: "src/core/pursue/sessions.ts",
    replace: "isOfTheMoment(failure) ? pause(session, failure) : fail(session, failure)",
    by: "fail(session, failure)",
    scenario: "weeds",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a merge stands whatever the check says of it",
    file: "src/core/reduce/tickets.ts",
    replace: '} else if (event.passed) {\n    ticket.stage = "verified";',
    by: '} else if (!event.passed || event.passed) {\n    ticket.stage = "verified";',
    scenario: "together",
    caughtBy: "law 10 (freshness)",
  },
  {
    name: "a merge stands although its check fails, once the ticket has no attempt left",
    file: "src/core/pursue/tickets.ts",
    replace: "return pursueFailedMerge(state, ticket);",
    by: `return ticket.attempt < ticket.attemptsAllowed
        ? pursueFailedMerge(state, ticket)
        : merge(state, { ...ticket, moved: false });`,
    scenario: "clash",
    caughtBy: "law 10 (freshness)",
  },
  {
    name: "a ticket whose merged tree fails is called done",
    file: "src/core/reduce/tickets.ts",
    replace: 'ticket.stage = "clashing";',
    by: 'ticket.stage = "merged";',
    scenario: "clash",
    caughtBy: "law 14 (kept)",
  },
  {
    name: "a comparison does not see that the branch has moved",
    file: "src/workspaces/memory.ts",
    replace: "moved: conflicts.length > 0 || keyOfFiles(files) !== checked",
    by: "moved: conflicts.length > 0 && keyOfFiles(files) !== checked",
    scenario: "clash",
    caughtBy: "law 10 (freshness)",
  },
  {
    name: "a call begins although the time is up",
    file: "src/core/ledger/time-budget.ts",
    replace: "usedMs >= limitMs;",
    by: "usedMs >= 3 * limitMs;",
    scenario: "slow",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "a slow call is not cut off when the time is up",
    file: "src/runtime/execute-model-call.ts",
    replace: "Math.min(timeIsUpAtMs, aliveMs + timeoutMs,",
    by: "Math.min(aliveMs + timeoutMs,",
    scenario: "slow",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "what QA says of a failed check does not reach the next attempt",
    file: "src/core/pursue/failed-checks.ts",
    replace: "What QA says of it:\\n${said}`",
    by: "QA spoke.`",
    scenario: "together",
    caughtBy: "law 13 (told)",
  },
];
