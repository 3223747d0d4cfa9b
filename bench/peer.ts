import { PGraph, type DependencyList, type PGraphNodeMap } from "p-graph";
import type { Ticket } from "../src/core/planning/ticket.ts";
import { nowNs } from "./stopwatch.ts";

/** Nanoseconds that `p-graph` takes to check and run a graph of tasks that do nothing. */
export async function timePeer(tickets: readonly Ticket[], workers: number): Promise<number> {
  let done = 0;
  const run = async () => {
    done++;
  };
  const nodes: PGraphNodeMap = new Map(tickets.map(({ id }) => [id, { run }]));
  const dependencies: DependencyList = tickets.flatMap(({ id, dependsOn }) =>
    dependsOn.map((dependency): [string, string] => [dependency, id]),
  );
  Bun.gc(true);
  const startedAtNs = nowNs();
  await new PGraph(nodes, dependencies).run({ concurrency: workers });
  const elapsedNs = nowNs() - startedAtNs;
  if (done !== tickets.length) throw new Error(`p-graph ran ${done} of ${tickets.length} tasks`);
  return elapsedNs;
}
