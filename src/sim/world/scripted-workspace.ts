import { importsOf } from "../../skeletons/imports.ts";
import { skeletonOf } from "../../skeletons/skeleton.ts";
import { type MemoryWorkspace, openMemoryWorkspace } from "../../workspaces/memory.ts";
import type { Scenario } from "../scenario.ts";

/** A scenario's project, in memory, whose checks say what the scenario says. */
export function openScriptedWorkspace({
  workspace,
  checks,
}: Pick<Scenario, "workspace" | "checks">): MemoryWorkspace {
  return openMemoryWorkspace({
    files: workspace,
    skeletons: { skeletonOf, importsOf },
    checkScript: ({ ticketId, attempt }) => {
      const results = checks[ticketId];
      return results?.[Math.min(attempt, results.length) - 1] ?? null;
    },
  });
}
