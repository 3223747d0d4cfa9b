import type { Workspace } from "../../ports.ts";
import type { Scenario } from "../../sim/scenario.ts";
import { scriptedCheck } from "../../sim/scripted-check.ts";

/** The workspace, except that a check whose result is scripted is not run. */
export function withScriptedChecks(workspace: Workspace, checks: Scenario["checks"]): Workspace {
  return {
    // Method by method: a spread would lose the ones that an implementation inherits.
    survey: (signal) => workspace.survey(signal),
    prepare: (preparation, signal) => workspace.prepare(preparation, signal),
    runTool: (ticketId, call, signal) => workspace.runTool(ticketId, call, signal),
    commandParts: (command) => workspace.commandParts(command),
    check: async (check, signal) =>
      scriptedCheck(checks, check) ?? (await workspace.check(check, signal)),
    commit: (ticketId, message, signal) => workspace.commit(ticketId, message, signal),
    compare: (ticketId, commit, signal) => workspace.compare(ticketId, commit, signal),
    merge: (merge, signal) => workspace.merge(merge, signal),
  };
}
