import type { Rehearsable } from "../../sim/dsl/purpose.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import { usageError } from "../usage-error.ts";

/** The scenarios with this text in their name or file. Throws a `UsageError` where there are none. */
export function chooseScenarios(
  loaded: readonly LoadedScenario<Rehearsable>[],
  filter: string | undefined,
): readonly LoadedScenario<Rehearsable>[] {
  const chosen = loaded.filter(
    ({ file, scenario }) =>
      filter === undefined || scenario.name.includes(filter) || file.includes(filter),
  );
  if (chosen.length > 0) return chosen;
  const names = loaded.map(({ scenario }) => `"${scenario.name}"`).join(", ");
  throw usageError(
    loaded.length === 0
      ? "No scenario was found. Name a file, or a folder that holds *.scenario.ts."
      : `No scenario has "${filter}" in its name or file. There are: ${names}.`,
  );
}
