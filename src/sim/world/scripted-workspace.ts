import { importsOf } from "../../skeletons/imports.ts";
import { skeletonOf } from "../../skeletons/skeleton.ts";
import { type MemoryWorkspace, openMemoryWorkspace } from "../../workspaces/memory.ts";
import type { RepositoryMoment } from "../../workspaces/memory/memory-repository.ts";
import type { Scenario } from "../scenario.ts";
import { scriptedCheck } from "../scripted-check.ts";

/** A scenario's project in memory, with the results of checks that the scenario scripts; `from`: as it was at a moment. */
export function openScriptedWorkspace(
  { workspace, checks }: Pick<Scenario, "workspace" | "checks">,
  from: RepositoryMoment | null = null,
): MemoryWorkspace {
  return openMemoryWorkspace({
    ...(from === null ? {} : { from }),
    files: workspace,
    skeletons: { skeletonOf, importsOf },
    checkScript: (check) => scriptedCheck(checks, check),
  });
}
