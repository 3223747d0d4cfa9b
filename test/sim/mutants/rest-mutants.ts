import type { Mutant } from "./mutant.ts";

/** Mistakes with what comes to rest: time, pauses, and what a merge or a commit then holds. */
export const restMutants: readonly Mutant[] = [
  {
    name: "a ticket that was given up while its worker's server is away keeps others waiting for that",
    file: "src/core/reduce/tickets.ts",
    replace: "    state.pausedSessions.delete(session.id);\n",
    by: "",
    scenario: "given-up-while-away",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a reply that comes in many pieces is given up as if nothing but pings came",
    file: "src/runtime/execute-model-call.ts",
    replace: `      broughtMs = clock.nowMs();
      aliveMs = broughtMs;`,
    by: "      aliveMs = clock.nowMs();",
    scenario: "word-by-word",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "an answer while nothing runs counts the night before it as work",
    file: "src/core/ledger/working-time.ts",
    replace: " || event.atRest === true)",
    by: ")",
    scenario: "at-rest-overnight",
    faults: "all",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "what passes while a run rests counts as its work",
    file: "src/core/ledger/working-time.ts",
    replace: "  if (time.underWay.size > 0) time.runMs += passedMs;\n",
    by: '  if (time.underWay.size > 0 || event.type === "run.resumed") time.runMs += passedMs;\n',
    scenario: "time-budget",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "the work of a process that is gone goes on until the next one",
    file: "src/core/ledger/working-time.ts",
    replace: "    time.underWay.clear();\n",
    by: "    void 0;\n",
    scenario: "time-budget",
    caughtBy: "law 5 (tokens)",
  },
  {
    name: "a pause that was over while the run rested is waited for once more",
    file: "src/core/reduce/runs.ts",
    replace: "failure?.retryAfterMs !== undefined && state.nowMs < intent.dueAtMs",
    by: "failure?.retryAfterMs !== undefined",
    scenario: "paused-over-crash",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "a popup's time passes while the run rests",
    file: "src/core/pursue/popups.ts",
    replace: "const dueAtMs = state.nowMs + (expiresAtMs - openedAtMs);",
    by: "const dueAtMs = expiresAtMs;",
    scenario: "nobody-in-time",
    caughtBy: "law 12 (bounds)",
  },
  {
    name: "a file and a folder of one name stand on the branch together",
    file: "src/workspaces/merge-files.ts",
    replace: "      files.delete(winner.has(folder) ? path : folder);\n",
    by: "      void winner;\n",
    scenario: "file-or-folder",
    caughtBy: "law 14 (kept)",
  },
  {
    name: "of a file and a folder the one stays whose side was not taken",
    file: "src/workspaces/merge-files.ts",
    replace: "winner.has(folder) ? path : folder",
    by: "winner.has(folder) ? folder : path",
    scenario: "file-or-folder",
    caughtBy: "expectation",
  },
  {
    name: "a file in the place of a folder is no conflict",
    file: "src/workspaces/merge-files.ts",
    replace: "      conflicts.add(folder);\n",
    by: "",
    scenario: "file-or-folder",
    caughtBy: "expectation",
  },
  {
    name: "a write that failed counts as what its worker means to keep",
    file: "src/workspaces/memory.ts",
    replace: "if (!outcome.isError) for (const path of paths) written",
    by: "for (const path of paths) written",
    scenario: "where-git-does-not-look",
    caughtBy: "law 14 (kept)",
  },
  {
    name: "a resume turns the line of merges round",
    file: "src/core/reduce/runs.ts",
    replace: "  goOn(state);\n}",
    by: `  goOn(state);
  const line = [...state.mergeQueue].toReversed();
  state.mergeQueue.clear();
  for (const id of line) state.mergeQueue.add(id);
}`,
    scenario: "last-in-line",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a write that ends in time is told as one whose time was up",
    file: "src/runtime/with-time-limit.ts",
    replace: "Promise.race([acting, late])",
    by: 'Promise.race([acting.then((one) => JSON.stringify(one).includes("wrote ") ? late : one), late])',
    scenario: "where-git-does-not-look",
    caughtBy: "law 13 (told)",
  },
  {
    name: "a call that fails cuts off all others, where two tickets are wrong together",
    file: "src/runtime/conductor.ts",
    replace: `    if (input.type !== "deltas") abortSettled();`,
    by: `    if (input.type !== "deltas") abortSettled();
    if (input.type === "failed" && input.failure.code === "stream-cut") {
      for (const [id, { abort }] of executing) {
        if (state!.unsettled.get(id)?.type === "model.started") abort.abort(noLongerWanted);
      }
    }`,
    scenario: "together",
    caughtBy: "law 6 (isolation)",
  },
  {
    name: "a tool that there is not is called by the name that its server put something before",
    file: "src/providers/tool-name.ts",
    replace: '(unmarked.replace(spaceBefore, "") || trimmed)',
    by: "(unmarked || trimmed)",
    scenario: "names-in-dress",
    faults: "all",
    caughtBy: "law 1 (delivery)",
  },
  {
    name: "a tool that there is not is called by its name with its template's mark",
    file: "src/providers/tool-name.ts",
    replace: '.replace(/<\\|.*$/s, "");',
    by: ";",
    scenario: "names-in-dress",
    faults: "all",
    caughtBy: "law 1 (delivery)",
  },
  {
    name: "a track whose tickets have all ended is shown as running",
    file: "src/core/project.ts",
    replace: "if (rest.openTickets > 0)",
    by: "if (rest.openTickets >= 0)",
    scenario: "plans-that-fail",
    caughtBy: "expectation",
  },
];
