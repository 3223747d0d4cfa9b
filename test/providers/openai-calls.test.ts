import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Delta } from "../../src/core/reply/delta.ts";
import { openaiCalls } from "../../src/providers/openai-calls.ts";
import { workerAddress } from "../mock-provider/reply-of.ts";
import { runs } from "../sim/arbitrary/runs.ts";

/** The calls that pieces of a reply make, as tool and input. */
function callsOf(...pieces: readonly object[]) {
  const deltas: Delta[] = [];
  let block = 0;
  const calls = openaiCalls(
    (delta) => deltas.push(delta),
    {
      address: workerAddress,
      tools: new Set(["read", "write"]),
      secrets: [],
      requestId: null,
      teaches: () => null,
    },
    () => block++,
  );
  for (const piece of pieces) calls.read(piece);
  calls.end();
  return deltas.flatMap((delta) =>
    delta.type === "tool-use"
      ? [
          {
            id: delta.callId,
            tool: delta.tool,
            input: deltas
              .map((one) =>
                one.type === "tool-input" && one.block === delta.block ? one.json : "",
              )
              .join(""),
            carried: deltas.find((one) => one.type === "carried" && one.block === delta.block),
          },
        ]
      : [],
  );
}

const piece = (
  members: { index?: number | null; id?: string | null },
  name: string | null,
  args: unknown,
): object => ({ ...members, function: { ...(name !== null && { name }), arguments: args } });

const two = [
  ["read", '{"p":1}'],
  ["write", '{"p":2}'],
];
const shownOf = (...pieces: readonly object[]) =>
  callsOf(...pieces).map(({ tool, input }) => [tool, input]);

describe("two calls", () => {
  test.each<[string, readonly object[]]>([
    [
      "by their index",
      [
        piece({ index: 0, id: "a" }, "read", ""),
        piece({ index: 0 }, null, '{"p":1}'),
        piece({ index: 1, id: "b" }, "write", ""),
        piece({ index: 1 }, null, '{"p":2}'),
      ],
    ],
    [
      "whose pieces take turns",
      [
        piece({ index: 0, id: "a" }, "read", '{"p"'),
        piece({ index: 1, id: "b" }, "write", '{"p"'),
        piece({ index: 0 }, null, ":1}"),
        piece({ index: 1 }, null, ":2}"),
      ],
    ],
    [
      "each with index 0",
      [
        piece({ index: 0, id: "a" }, "read", '{"p":1}'),
        piece({ index: 0, id: "b" }, "write", '{"p":2}'),
      ],
    ],
    [
      "without index",
      [
        piece({ id: "a" }, "read", ""),
        piece({}, null, '{"p":1}'),
        piece({ id: "b" }, "write", ""),
        piece({}, null, '{"p":2}'),
      ],
    ],
    [
      "without index, and with one id for both",
      [
        piece({ id: "call_0" }, "read", ""),
        piece({}, null, '{"p":1}'),
        piece({ id: "call_0" }, "write", ""),
        piece({}, null, '{"p":2}'),
      ],
    ],
    [
      "without index and ids, each before its arguments",
      [
        piece({}, "read", ""),
        piece({}, null, '{"p":1}'),
        piece({}, "write", ""),
        piece({}, null, '{"p":2}'),
      ],
    ],
    [
      "with index null and no ids",
      [piece({ index: null }, "read", '{"p":1}'), piece({ index: null }, "write", '{"p":2}')],
    ],
    [
      "with id and name again in each piece",
      [
        piece({ index: 0, id: "a" }, "read", '{"p"'),
        piece({ index: 0, id: "a" }, "read", ":1}"),
        piece({ index: 1, id: "b" }, "write", '{"p"'),
        piece({ index: 1, id: "b" }, "write", ":2}"),
      ],
    ],
    [
      "with another id in each piece",
      [
        piece({ index: 0, id: "a" }, "read", '{"p"'),
        piece({ index: 0, id: "x" }, "read", ":1}"),
        piece({ index: 1, id: "b" }, "write", '{"p"'),
        piece({ index: 1, id: "y" }, null, ":2}"),
      ],
    ],
    [
      "with nothing again in each piece",
      [
        piece({ index: 0, id: "a" }, "read", '{"p"'),
        piece({ index: 0, id: "" }, "", ":1}"),
        piece({ index: 1, id: "b" }, "write", '{"p"'),
        piece({ index: 1, id: null }, "", ":2}"),
      ],
    ],
    [
      "with their names late",
      [
        piece({ index: 0, id: "a" }, null, ""),
        piece({ index: 0 }, "read", '{"p":1}'),
        piece({ index: 1, id: "b" }, "", null),
        piece({ index: 1 }, "write", '{"p":2}'),
      ],
    ],
    [
      "with their names in pieces",
      [
        piece({ index: 0, id: "a" }, "re", ""),
        piece({ index: 0 }, "ad", ""),
        piece({ index: 0 }, null, '{"p":1}'),
        piece({ index: 1, id: "b" }, "wri", ""),
        piece({ index: 1 }, "te", ""),
        piece({ index: 1 }, null, '{"p":2}'),
      ],
    ],
    [
      "with arguments as objects",
      [
        piece({ index: 0, id: "a" }, "read", { p: 1 }),
        piece({ index: 1, id: "b" }, "write", { p: 2 }),
      ],
    ],
    [
      "with stray characters around their names",
      [
        piece({ index: 0, id: "a" }, " read\n", '{"p":1}'),
        piece({ index: 1, id: "b" }, "functions.write<|channel|>commentary", '{"p":2}'),
      ],
    ],
  ])("are two, %s", (_how, pieces) => {
    expect(shownOf(...pieces)).toEqual(two);
    const ids = callsOf(...pieces).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test("of one id have an id each", () => {
    const ids = callsOf(
      piece({ index: 0, id: "a" }, "read", "{}"),
      piece({ index: 1, id: "a" }, "write", "{}"),
    ).map(({ id }) => id);
    expect(ids).toEqual(["a", expect.stringMatching(/^[a-z0-9]{9}$/)]);
  });
});

const broken = '{"p":"fo';

describe("a call behind one of the same tool that is broken off", () => {
  test.each<[string, readonly object[]]>([
    [
      "begins with another id, and nothing more",
      [
        piece({ id: "a" }, "read", ""),
        piece({}, null, broken),
        piece({ id: "b" }, "read", ""),
        piece({}, null, '{"p":2}'),
      ],
    ],
    [
      "begins with another id where each piece has one",
      [
        piece({ index: 0, id: "a" }, "read", '{"p"'),
        piece({ index: 0, id: "a" }, "read", ':"fo'),
        piece({ index: 0, id: "b" }, "read", '{"p"'),
        piece({ index: 0, id: "b" }, "read", ":2}"),
      ],
    ],
    [
      "comes in one piece",
      [piece({ id: "a" }, "read", broken), piece({ id: "b" }, "read", '{"p":2}')],
    ],
    ["has no id", [piece({}, "read", broken), piece({}, "read", '{"p":2}')]],
    [
      "has its name in a piece of its own, and no id",
      [
        piece({}, "read", ""),
        piece({}, null, broken),
        piece({}, "read", ""),
        piece({}, null, '{"p":2}'),
      ],
    ],
    [
      "has its id before its name",
      [
        piece({ id: "a" }, "", ""),
        piece({}, "read", broken),
        piece({ id: "b" }, "", ""),
        piece({}, "read", '{"p":2}'),
      ],
    ],
  ])("%s", (_how, pieces) => {
    expect(shownOf(...pieces)).toEqual([
      ["read", broken],
      ["read", '{"p":2}'],
    ]);
  });

  test("has its own id, wherever that came", () => {
    const ids = callsOf(
      piece({ id: "a" }, "", ""),
      piece({}, "read", broken),
      piece({ id: "b" }, "", ""),
      piece({}, "read", '{"p":2}'),
    ).map(({ id }) => id);
    expect(ids).toEqual(["a", "b"]);
  });
});

test.each<[string, (nth: number) => string | null]>([
  ["no id", () => null],
  ["its id", () => "a"],
  ["another id", (nth) => `a${nth}`],
])("pieces that each have the name and %s are one call, whatever they begin with", (_how, id) => {
  const input = '{"p":{"q":[{"r":"f() {"},{}]},"s":"{}{ [{\\"{: \\\\"}';
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }),
      (sizes) => {
        let rest = input;
        const cut = sizes.map((size) => {
          const text = rest.slice(0, size);
          rest = rest.slice(size);
          return text;
        });
        const sent = [...cut, rest].filter((text) => text !== "");
        const shown = shownOf(
          ...sent.map((text, nth) => piece({ index: 0, id: id(nth) }, "read", text)),
        );
        expect(shown).toEqual([["read", input]]);
      },
    ),
    runs(200),
  );
});

test("a call without an id gets the same one again in a replay", () => {
  const ids = () =>
    callsOf(piece({ index: 0 }, "read", "{}"), piece({ index: 1, id: "null" }, "read", "{}")).map(
      ({ id }) => id,
    );
  expect(ids()).toEqual(ids());
  for (const id of ids()) expect(id).toMatch(/^[a-z0-9]{9}$/);
});

test("a call of the old wire is one", () => {
  expect(
    shownOf({ function: { name: "read", arguments: "" } }, { function: { arguments: '{"p":1}' } }),
  ).toEqual([two[0]!]);
});

test("a name that no tool has stays as it came, but for what a server puts before names", () => {
  expect(shownOf(piece({ index: 0, id: "a" }, "functions.write_file", "{}"))).toEqual([
    ["write_file", "{}"],
  ]);
  expect(shownOf(piece({ index: 0, id: "a" }, "files.write", "{}"))).toEqual([
    ["files.write", "{}"],
  ]);
});

test("the rest of a name that no tool has is told from another call by its having no id", () => {
  const [first, rest] = [piece({ index: 0, id: "a" }, "or", ""), piece({ index: 0 }, "der", "{}")];
  expect(shownOf(first, rest)).toEqual([["order", "{}"]]);
  expect(shownOf(first, { ...rest, id: "b" })).toEqual([
    ["or", ""],
    ["der", "{}"],
  ]);
});

test("members that are none of the wire's are kept on their call", () => {
  const extra = { google: { thought_signature: "c2ln" } };
  const [first, second] = callsOf(
    { ...piece({ index: 0, id: "a" }, "read", "{}"), extra_content: extra },
    piece({ index: 1, id: "b" }, "write", "{}"),
  );
  expect(first?.carried).toMatchObject({ members: { extra_content: extra } });
  expect(second?.carried).toBeUndefined();
});

test("what is no call is passed over", () => {
  expect(callsOf([], { id: 1 }, { function: null } as never)).toBeArray();
});
