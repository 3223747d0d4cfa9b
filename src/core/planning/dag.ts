import type { TicketId } from "../ids.ts";

/** What the checks below need of a ticket. */
interface Node {
  readonly id: TicketId;
  readonly dependsOn: readonly TicketId[];
}

/**
 * Why these tickets are no DAG, in words for the model that proposed them; empty where they are one.
 * `taken` are ids that other tracks use already. Linear in tickets and edges.
 */
export function problemsOf(nodes: readonly Node[], taken: ReadonlySet<TicketId>): string[] {
  const problems: string[] = [];
  const known = new Map<TicketId, Node>();
  // Ids become folders and branches, and not every file system tells case apart.
  const folded = new Map<string, TicketId>([...taken].map((id) => [id.toLowerCase(), id]));
  for (const node of nodes) {
    if (known.has(node.id)) problems.push(`two tickets have the id "${node.id}"`);
    if (taken.has(node.id)) problems.push(`the id "${node.id}" is taken by another track's ticket`);
    const alike = folded.get(node.id.toLowerCase());
    if (alike !== undefined && alike !== node.id) {
      problems.push(`the ids "${alike}" and "${node.id}" differ only in case`);
    }
    folded.set(node.id.toLowerCase(), node.id);
    known.set(node.id, node);
  }
  for (const node of nodes) {
    for (const dependency of node.dependsOn) {
      if (!known.has(dependency)) {
        problems.push(`"${node.id}" depends on "${dependency}", which is no ticket of this track`);
      }
    }
  }
  const cycle = findCycle(nodes, known);
  if (cycle !== null)
    problems.push(`the tickets depend on each other in a cycle: ${cycle.join(" → ")}`);
  return problems;
}

/** One cycle, its first id repeated at its end; `null` where there is none. No recursion: depth is input. */
function findCycle(
  nodes: readonly Node[],
  known: ReadonlyMap<TicketId, Node>,
): readonly TicketId[] | null {
  const state = new Map<TicketId, "open" | "closed">();
  for (const root of nodes) {
    if (state.has(root.id)) continue;
    const path: { node: Node; next: number }[] = [{ node: root, next: 0 }];
    state.set(root.id, "open");
    while (path.length > 0) {
      const top = path.at(-1)!;
      const dependency = top.node.dependsOn[top.next++];
      if (dependency === undefined) {
        state.set(top.node.id, "closed");
        path.pop();
        continue;
      }
      const node = known.get(dependency);
      if (node === undefined || state.get(dependency) === "closed") continue;
      if (state.get(dependency) === "open") {
        const start = path.findIndex((step) => step.node.id === dependency);
        return [...path.slice(start).map((step) => step.node.id), dependency];
      }
      state.set(dependency, "open");
      path.push({ node, next: 0 });
    }
  }
  return null;
}
