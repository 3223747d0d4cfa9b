import { describe, expect, test } from "bun:test";
import { problemsOf } from "../../../src/core/planning/dag.ts";
import { ticketId } from "../../../src/core/ids.ts";

const node = (id: string, ...dependsOn: string[]) => ({
  id: ticketId(id),
  dependsOn: dependsOn.map(ticketId),
});
const none = new Set<ReturnType<typeof ticketId>>();

describe("the tickets of a track", () => {
  test("may depend on each other in any order without a cycle", () => {
    expect(problemsOf([node("c", "a", "b"), node("b", "a"), node("a")], none)).toEqual([]);
  });

  test("are refused with the cycle named, and only what is in it", () => {
    const nodes = [node("out", "a"), node("a", "b"), node("b", "c"), node("c", "a")];
    expect(problemsOf(nodes, none)).toEqual([
      "the tickets depend on each other in a cycle: a → b → c → a",
    ]);
  });

  test("may not depend on themselves", () => {
    expect(problemsOf([node("a", "a")], none)).toEqual([
      "the tickets depend on each other in a cycle: a → a",
    ]);
  });

  test("depend only on tickets of the same track", () => {
    expect(problemsOf([node("a", "z")], new Set([ticketId("z")]))).toEqual([
      '"a" depends on "z", which is no ticket of this track',
    ]);
  });

  test("have ids of their own", () => {
    expect(problemsOf([node("a"), node("a")], none)).toEqual(['two tickets have the id "a"']);
    expect(problemsOf([node("a")], new Set([ticketId("a")]))).toEqual([
      `the id "a" is taken by another track's ticket`,
    ]);
  });

  test("are told every problem at once", () => {
    expect(problemsOf([node("a", "b"), node("b", "a"), node("c", "x", "y")], none)).toHaveLength(3);
  });

  test("may be a chain far deeper than a call stack", () => {
    const chain = Array.from({ length: 100_000 }, (_, index) =>
      index === 0 ? node("0") : node(`${index}`, `${index - 1}`),
    );
    expect(problemsOf(chain, none)).toEqual([]);
    expect(problemsOf(chain.toReversed(), none)).toEqual([]);
    const ring = [node("0", "99999"), ...chain.slice(1)];
    expect(problemsOf(ring, none)[0]?.split(" → ")).toHaveLength(100_001);
  });

  test("are looked at once each, however often they are depended on", () => {
    let reads = 0;
    const width = 300;
    const counted = (id: string, dependsOn: ReturnType<typeof ticketId>[]) => ({
      id: ticketId(id),
      dependsOn: new Proxy(dependsOn, {
        get(target, name, receiver) {
          if (typeof name === "string" && /^\d+$/.test(name)) reads++;
          return Reflect.get(target, name, receiver) as unknown;
        },
      }),
    });
    const layer = (name: string) =>
      Array.from({ length: width }, (_, i) => ticketId(`${name}${i}`));
    const nodes = [
      ...layer("a").map((id) => counted(id, [])),
      ...layer("b").map((id) => counted(id, layer("a"))),
      ...layer("c").map((id) => counted(id, layer("b"))),
    ];
    expect(problemsOf(nodes, none)).toEqual([]);
    const edges = 2 * width * width;
    expect(reads).toBeLessThan(4 * (edges + nodes.length));
  });
});
