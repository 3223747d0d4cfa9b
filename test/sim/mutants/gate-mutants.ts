import type { Mutant } from "./mutant.ts";

/** Mistakes with popups, rules, approvals and merges. */
export const gateMutants: readonly Mutant[] = [
  {
    name: "an approval is taken by its kind alone",
    file: "src/core/gates/decide-answer.ts",
    replace: `  const open = state.openPopups.get(answer.popupId);
  if (open === undefined) {`,
    by: `  const kind = answer.popupId.split(":")[0]!;
  const open =
    state.openPopups.get(answer.popupId) ??
    [...state.openPopups.values()].find(({ popup }) => popup.kind === kind);
  if (open !== undefined) answer = { ...answer, payloadHash: open.popup.payloadHash };
  if (open === undefined) {`,
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a popup that was decided stays open",
    file: "src/core/reduce/gates.ts",
    replace: "  state.openPopups.delete(id);\n",
    by: "",
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a popup takes keys before it can be read",
    file: "src/terminal/popups/choice-keys.ts",
    replace: "  let isOpen = false;",
    by: "  let isOpen = true;",
    scenario: "haste",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a reason that is pasted ends at its first line",
    file: "src/terminal/popups/pasted-lines.ts",
    replace: "(at + end.length < typed.length ? lineEnd : end)",
    by: "(at + end.length < typed.length ? end : end)",
    scenario: "haste",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "the first rule that matches wins",
    file: "src/core/gates/rule.ts",
    replace: "rules.findLast((candidate) => matches(candidate, subject))",
    by: "rules.find((candidate) => matches(candidate, subject))",
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "“always” adds a wider rule than was shown",
    file: "src/core/reduce/gates.ts",
    replace: "state.alwaysRules.push(open.popup.proposedRule!);",
    by: 'state.alwaysRules.push({ action: "allow" });',
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "“always” answers whatever is open of that tool",
    file: "src/core/gates/gate.ts",
    replace: "  return subject === null ? null : judge(state.alwaysRules, subject).rule;",
    by: "  return subject === null ? null : (state.alwaysRules.find(({ tool }) => tool === subject.tool) ?? null);",
    scenario: "chorus",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "one approval is good for every call of a reply",
    file: "src/core/gates/gate.ts",
    replace: 'popupId(`${callPlace("tool", session, index)}`)',
    by: 'popupId(`${callPlace("tool", session, index * 0)}`)',
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a denied command behind a program that runs it is allowed",
    file: "src/core/gates/hidden-command.ts",
    replace:
      '  if (mentions(others.join("\\n"), pattern)) return allowed === null || !mentions(allowed, pattern);\n',
    by: "",
    scenario: "runners",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a call that was edited runs as the model wrote it",
    file: "src/core/pursue/calls.ts",
    replace:
      "  const { tool, input } = gate.payload as { tool: string; input: JsonObject };\n  return {",
    by: "  const { tool, input } = call.call;\n  return {",
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a prompt that was edited is sent as it was",
    file: "src/core/reduce/gates.ts",
    replace: '  if (decision.type === "edit") gate.payload = decision.payload;\n',
    by: `  if (decision.type === "edit" && open.popup.kind !== "spawn") gate.payload = decision.payload;
`,
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "tickets that were edited are taken as they were proposed",
    file: "src/core/pursue/plans.ts",
    replace: 'gate?.status === "allowed" ? planning.planOf(gate) : planner.proposal',
    by: "planner.proposal",
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a rejected call is made",
    file: "src/core/reduce/gates.ts",
    replace: '    case "reject":\n    case "abort":',
    by: '    case "reject":\n      return true;\n    case "abort":',
    scenario: "gates",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a popup whose time is up stays open",
    file: "src/core/decide.ts",
    replace: '        ? [ended, { type: "popup.expired", popupId: purpose.popupId }]',
    by: "        ? [ended]",
    scenario: "patience",
    caughtBy: "law 7 (liveness)",
  },
  {
    name: "a change is merged without being compared with the branch",
    file: "src/core/reduce/commits.ts",
    replace: '  ticket.stage = ticket.commit === null ? "merged" : "committed";',
    by: '  ticket.stage = ticket.commit === null ? "merged" : "compared";',
    scenario: "crossroads",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a merge that was thought about is not compared again",
    file: "src/core/reduce/gates.ts",
    replace: '  ticket.stage = "committed";\n  state.mergeQueue.add(id);',
    by: "",
    scenario: "crossroads",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "two merges go on at once",
    file: "src/core/pursue/merges.ts",
    replace: "  if (state.merging !== null) return [];\n",
    by: "",
    scenario: "doorway",
    caughtBy: "law 3 (gate)",
  },
  {
    name: "a plan with a cycle is accepted",
    file: "src/core/dag.ts",
    replace: "  if (cycle !== null)",
    by: "  if (cycle !== null && nodes.length === 0)",
    scenario: "draft",
    caughtBy: "law 4 (order)",
  },
  {
    name: "why a person rejects a call is not told to the model",
    file: "src/core/pursue/calls.ts",
    replace: "return `A person rejected this call: ${gate.reason}`;",
    by: 'return "A person rejected this call.";',
    scenario: "gates",
    caughtBy: "law 13 (told)",
  },
];
