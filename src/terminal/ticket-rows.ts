import { stringWidth } from "./columns.ts";
import type { TicketStatus } from "../core/planning/ticket.ts";
import type { Ink, Style, TreeTicket } from "../core/words/paper.ts";
import { sanitizeLine } from "./sanitize.ts";
import { fit } from "./wrap.ts";

export const statusMarks: Readonly<Record<TicketStatus, { mark: string; style: Style }>> = {
  todo: { mark: "○", style: "dim" },
  running: { mark: "◐", style: "cyan" },
  done: { mark: "✓", style: "green" },
  failed: { mark: "✗", style: "red" },
  blocked: { mark: "⊘", style: "yellow" },
};

/**
 * Shows a graph of tickets as a tree: a ticket is below its deepest dependency and names the others after its
 * title. A ticket in a cycle, or whose dependencies are not listed, is at the root.
 */
export function ticketTree(
  tickets: readonly TreeTicket[],
  paper: { readonly ink: Ink; columns(): number },
): readonly string[] {
  const children = childrenByParent(tickets);
  const idWidth = Math.max(0, ...tickets.map((ticket) => stringWidth(sanitizeLine(ticket.id))));
  const rows: string[] = [];
  const grow = (siblings: readonly TreeTicket[], trunk: string): void => {
    siblings.forEach((ticket, index) => {
      const isLast = index === siblings.length - 1;
      const branch = trunk + (isLast ? "└─ " : "├─ ");
      const parent = children.parentOf.get(ticket);
      rows.push(rowOf(ticket, parent, branch, idWidth, paper));
      grow(children.of.get(ticket) ?? [], trunk + (isLast ? "   " : "│  "));
    });
  };
  grow(children.roots, "");
  return rows;
}

function rowOf(
  ticket: TreeTicket,
  parent: TreeTicket | undefined,
  branch: string,
  idWidth: number,
  paper: { readonly ink: Ink; columns(): number },
): string {
  const { ink } = paper;
  const others = ticket.dependsOn.filter((id) => id !== parent?.id).map(sanitizeLine);
  const id = sanitizeLine(ticket.id);
  const behind = [
    ...(others.length > 0
      ? [`${parent === undefined ? "after" : "also after"} ${others.join(", ")}`]
      : []),
    ...(ticket.note === null ? [] : [sanitizeLine(ticket.note)]),
  ].join("; ");
  const state = ticket.status === null ? null : statusMarks[ticket.status];
  const mark = state === null ? "" : `${ink(state.style, state.mark)} `;
  const gap = " ".repeat(Math.max(0, idWidth - stringWidth(id)));
  const row = `${ink("dim", branch)}${mark}${ink("bold", id)}${gap}  ${sanitizeLine(ticket.title)}`;
  return fit(behind === "" ? row : `${row} ${ink("dim", `(${behind})`)}`, paper.columns());
}

interface Family {
  readonly roots: readonly TreeTicket[];
  readonly of: ReadonlyMap<TreeTicket, readonly TreeTicket[]>;
  readonly parentOf: ReadonlyMap<TreeTicket, TreeTicket>;
}

function childrenByParent(tickets: readonly TreeTicket[]): Family {
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const depths = new Map<TreeTicket, number>();
  const depthOf = (ticket: TreeTicket): number => {
    const known = depths.get(ticket);
    if (known !== undefined) return known;
    depths.set(ticket, 0);
    const above = dependenciesOf(ticket, byId).map(depthOf);
    const depth = above.length === 0 ? 0 : Math.max(...above) + 1;
    depths.set(ticket, depth);
    return depth;
  };
  for (const ticket of tickets) depthOf(ticket);
  const roots: TreeTicket[] = [];
  const of = new Map<TreeTicket, TreeTicket[]>();
  const parentOf = new Map<TreeTicket, TreeTicket>();
  for (const ticket of tickets) {
    // The parent must be less deep, so that the tree has no cycle.
    const parent = dependenciesOf(ticket, byId)
      .filter((candidate) => depthOf(candidate) < depthOf(ticket))
      .reduce<TreeTicket | null>(
        (best, next) => (best === null || depthOf(next) >= depthOf(best) ? next : best),
        null,
      );
    if (parent === null) {
      roots.push(ticket);
      continue;
    }
    parentOf.set(ticket, parent);
    of.set(parent, [...(of.get(parent) ?? []), ticket]);
  }
  return { roots, of, parentOf };
}

function dependenciesOf(
  ticket: TreeTicket,
  byId: ReadonlyMap<string, TreeTicket>,
): readonly TreeTicket[] {
  return ticket.dependsOn.flatMap((id) => byId.get(id) ?? []);
}
