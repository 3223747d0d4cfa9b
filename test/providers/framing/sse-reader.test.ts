import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { sseReader } from "../../../src/providers/framing/sse-reader.ts";

/** What a body says, however its bytes are cut. */
function read(...chunks: readonly Uint8Array[]) {
  const events: (readonly [kind: string, data: string, isUnfinished: boolean])[] = [];
  const strays: string[] = [];
  const reader = sseReader({
    event: (kind, data, isUnfinished) => events.push([kind, data, isUnfinished]),
    stray: (line) => strays.push(line),
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return { events, strays };
}

type EventArguments = Parameters<Parameters<typeof sseReader>[0]["event"]>;

const bytes = (text: string) => new TextEncoder().encode(text);
const eventsOf = (text: string) => read(bytes(text)).events;

describe("server-sent events", () => {
  test.each([
    ["with a space after the colon", "data: a\n\n", [["", "a", false]]],
    ["without one", "data:a\n\n", [["", "a", false]]],
    ["with two, of which one is the data's", "data:  a\n\n", [["", " a", false]]],
    ["with a kind", "event: ping\ndata: a\n\n", [["ping", "a", false]]],
    ["with a blank line behind the kind", "event: ping\n\ndata: a\n\n", [["", "a", false]]],
    ["of many data lines", "data: a\ndata: b\ndata\ndata: c\n\n", [["", "a\nb\n\nc", false]]],
    ["with ids and times to reconnect", "id: 1\nretry: 5\ndata: a\n\n", [["", "a", false]]],
    [
      "behind comments",
      ": OPENROUTER PROCESSING\n\n:\n\n:HTTP_STATUS/200\ndata: a\n\n",
      [["", "a", false]],
    ],
    ["without data, which are none", "event: a\n\ndata:\n\ndata: \n\n", []],
    ["in lines of CR LF", "event: e\r\ndata: a\r\n\r\n", [["e", "a", false]]],
    ["in lines of CR", "event: e\rdata: a\r\r", [["e", "a", false]]],
    ["behind a byte order mark", "\uFEFFdata: a\n\n", [["", "a", false]]],
    [
      "at whose last the body ends",
      "data: a\n\ndata: [DONE]",
      [
        ["", "a", false],
        ["", "[DONE]", true],
      ],
    ],
  ])("are read %s", (_how, text, events) => {
    expect(eventsOf(text)).toEqual(events as never);
  });

  test("have the lines within them that are no field", () => {
    const loose: (readonly string[])[] = [];
    const taker = { event: (...[, , , lines]: EventArguments) => void loose.push(lines) };
    const reader = sseReader({ ...taker, stray: (line) => loose.push([`stray ${line}`]) });
    reader.push(bytes('a\ndata: {\n  "b": 1\n}\n\ndata: c\n\ndata:\nd\n\n'));
    expect(loose).toEqual([["stray a"], ['  "b": 1', "}"], [], ["d"]]);
  });

  test("have lines of a page or of JSON told apart", () => {
    expect(read(bytes('<html>\n{"error": 1}\nerror: no\n')).strays).toEqual([
      "<html>",
      '{"error": 1}',
      "error: no",
    ]);
  });

  test("are the same whatever the bytes are cut into, in a character and between CR and LF too", () => {
    const line = fc.oneof(
      fc.constantFrom(
        "",
        ":",
        ": ping",
        "event: a",
        "data:",
        "data: ",
        "data",
        "id: 1",
        "retry: 2",
        "oops: 1",
      ),
      fc.string({ unit: "grapheme" }).map((text) => `data: ${text.replace(/[\r\n]/g, "")}`),
    );
    const end = fc.constantFrom("\n", "\r\n", "\r");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, end), { maxLength: 20 }),
        fc.array(fc.nat({ max: 30 }), { maxLength: 20 }),
        (lines, cuts) => {
          // CR and LF that come from two lines would be one end.
          const text = lines
            .map(([words, ending], index) =>
              lines[index - 1]?.[1] === "\r" && words === "" && ending.startsWith("\n")
                ? "\r"
                : words + ending,
            )
            .join("");
          const whole = bytes(text);
          const chunks: Uint8Array[] = [];
          let at = 0;
          for (const size of cuts) chunks.push(whole.subarray(at, (at += size)));
          chunks.push(whole.subarray(at));
          expect(read(...chunks)).toEqual(read(whole));
          expect(read(...Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(read(whole));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("say what the specification's own words make of them", () => {
    const text = fc
      .string({ unit: "grapheme" })
      .map((words) => words.replace(/[\r\n]/g, "") || "x");
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            kind: fc.stringMatching(/^[a-z]{0,5}$/),
            data: fc.array(text, { minLength: 1, maxLength: 3 }),
          }),
          { maxLength: 6 },
        ),
        fc.constantFrom("\n", "\r\n", "\r"),
        (sent, end) => {
          const body = sent
            .map(({ kind, data }) =>
              [
                ...(kind === "" ? [] : [`event: ${kind}`]),
                ...data.map((one) => `data: ${one}`),
                "",
                "",
              ].join(end),
            )
            .join("");
          expect(eventsOf(body)).toEqual(
            sent.map(({ kind, data }) => [kind, data.join("\n"), false]),
          );
        },
      ),
    );
  });
});
