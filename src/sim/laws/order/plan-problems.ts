import type { Event } from "../../../core/event.ts";
import type { SessionId } from "../../../core/ids.ts";
import { isObject, parseJson } from "../../../mock-provider/json-object.ts";
import type { Findings } from "../verdict.ts";

/** A ticket, as far as the order goes. */
interface Node {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/** What is wrong with tickets that were accepted. */
export function planProblems(tickets: readonly Node[]): readonly string[] {
  const problems: string[] = [];
  const known = new Set<string>(tickets.map(({ id }) => id));
  if (known.size < tickets.length) problems.push("two accepted tickets have one id");
  for (const ticket of tickets) {
    for (const id of ticket.dependsOn) {
      if (!known.has(id)) problems.push(`${ticket.id} depends on ${id}, which was not accepted`);
    }
  }
  const left = neverFree(tickets);
  if (left.length > 0) problems.push(`a cycle was accepted among ${left.join(", ")}`);
  return problems;
}

/**
 * Kahn's algorithm: written apart from the core's own check, so that both would have to be wrong. What is left over is in a
 * cycle, or waits for one.
 */
function neverFree(tickets: readonly Node[]): readonly string[] {
  const left = new Map<string, ReadonlySet<string>>(
    tickets.map(({ id, dependsOn }) => [id, new Set(dependsOn)]),
  );
  for (let progress = true; progress;) {
    progress = false;
    for (const [id, dependsOn] of left) {
      if ([...dependsOn].some((dependency) => left.has(dependency))) continue;
      left.delete(id);
      progress = true;
    }
  }
  return [...left.keys()];
}

/** Where a Tech Lead's tickets depend on each other in a cycle, the refusal names one, ticket by ticket. */
export function checkRefusals(log: readonly Event[], { exercise, breach }: Findings): void {
  const said = new Map<SessionId, string>();
  for (const event of log) {
    if (event.type === "model.started") said.set(event.unit.sessionId, "");
    if (event.type === "stream.deltas") {
      const { sessionId } = event.unit;
      const words = event.deltas.map((delta) => (delta.type === "text" ? delta.text : ""));
      said.set(sessionId, (said.get(sessionId) ?? "") + words.join(""));
    }
    if (event.type !== "plan.refused" || event.trackId === null) continue;
    const tickets = ticketsIn(said.get(`tier2:${event.trackId}` as SessionId) ?? "");
    const isClear = new Set(tickets.map(({ id }) => id)).size === tickets.length;
    if (!isClear || neverFree(tickets).length === 0) continue;
    exercise();
    if (!event.problems.some((problem) => namesCycle(problem, tickets)))
      breach(`event ${event.seq}: a plan is refused, and nobody names the cycle that is in it`);
  }
}

/** The tickets of a reply that is a plan and nothing else; none of any other. */
function ticketsIn(text: string): readonly Node[] {
  const plan = parseJson(text);
  const listed = isObject(plan) && Array.isArray(plan.tickets) ? plan.tickets : [];
  return listed.flatMap((ticket) =>
    isObject(ticket) && typeof ticket.id === "string"
      ? [{ id: ticket.id, dependsOn: textsIn(ticket.dependsOn) }]
      : [],
  );
}

const textsIn = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];

/** Whether it ends in a way through the tickets that comes back to where it began: `a cycle: a → b → a`. */
function namesCycle(problem: string, tickets: readonly Node[]): boolean {
  const way = problem.slice(problem.lastIndexOf(": ") + 2).split(" → ");
  const edges = new Map(tickets.map(({ id, dependsOn }) => [id, dependsOn]));
  return (
    way.length > 1 &&
    way[0] === way.at(-1) &&
    way.slice(1).every((id, index) => edges.get(way[index] ?? "")?.includes(id) === true)
  );
}
