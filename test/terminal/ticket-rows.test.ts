import { describe, expect, test } from "bun:test";
import { plainInk } from "../../src/terminal/ink.ts";
import { ticketTree } from "../../src/terminal/ticket-rows.ts";
import type { TreeTicket } from "../../src/core/words/paper.ts";

const ticket = (id: string, dependsOn: readonly string[] = []): TreeTicket => ({
  id,
  title: `Title of ${id}`,
  dependsOn,
  status: null,
  note: null,
});
const tree = (tickets: readonly TreeTicket[], columns = 80) =>
  ticketTree(tickets, { ink: plainInk, columns: () => columns });

describe("a tree of tickets", () => {
  test("hangs a ticket under what it depends on", () => {
    expect(tree([ticket("A"), ticket("B", ["A"]), ticket("C", ["A"]), ticket("D")])).toEqual([
      "├─ A  Title of A",
      "│  ├─ B  Title of B",
      "│  └─ C  Title of C",
      "└─ D  Title of D",
    ]);
  });

  test("hangs it under the dependency that comes last, and names the others", () => {
    expect(tree([ticket("A"), ticket("B", ["A"]), ticket("C", ["B", "A"])])).toEqual([
      "└─ A  Title of A",
      "   └─ B  Title of B",
      "      └─ C  Title of C (also after A)",
    ]);
  });

  test("names a dependency that is not listed", () => {
    expect(tree([ticket("A", ["X"])])).toEqual(["└─ A  Title of A (after X)"]);
  });

  test("shows every ticket of a cycle once", () => {
    const rows = tree([ticket("A", ["B"]), ticket("B", ["A"]), ticket("C", ["C"])]);
    expect(rows).toHaveLength(3);
    for (const id of ["A", "B", "C"])
      expect(rows.filter((row) => row.includes(`Title of ${id}`))).toHaveLength(1);
  });

  test("marks the status and says why", () => {
    const failed: TreeTicket = { ...ticket("A"), status: "failed", note: "2 attempts" };
    expect(tree([failed])).toEqual(["└─ ✗ A  Title of A (2 attempts)"]);
  });

  test("keeps to the width, in columns", () => {
    const [row] = tree([{ ...ticket("A"), title: "日本語".repeat(20) }], 24);
    expect(Bun.stringWidth(row ?? "")).toBeLessThanOrEqual(24);
    expect(row).toEndWith("…");
  });

  test("obeys nothing that a title holds", () => {
    expect(tree([{ ...ticket("A"), title: "x\x1b[2J\ny" }])).toEqual(["└─ A  x y"]);
  });
});
