import fc from "fast-check";
import type { Chunking, Reply, SaidPart } from "../../../src/mock-provider/reply.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { anyText } from "./text.ts";

/** How bytes are cut, and how text is cut into deltas. */
const pace: fc.Arbitrary<Pick<Reply, "chunking" | "deltaCharacters" | "delayMs" | "chunkDelayMs">> =
  fc.record({
    chunking: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Chunking>({ type: "events" }) },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constant("bytes" as const),
          sizes: fc.array(fc.integer({ min: 20, max: 4000 }), { minLength: 1, maxLength: 3 }),
        }),
      },
    ),
    deltaCharacters: fc.integer({ min: 1, max: 40 }),
    delayMs: fc.constantFrom(0, 0, 0, 50, 3000),
    chunkDelayMs: fc.constantFrom(0, 0, 0, 10),
  });

const replyOf = (parts: readonly SaidPart[]): fc.Arbitrary<Reply> =>
  pace.map((drawn) => ({ parts, stopReason: null, usage: {}, ...drawn }));

export const anyReply = (parts: fc.Arbitrary<readonly SaidPart[]>): fc.Arbitrary<Reply> =>
  parts.chain(replyOf);

export const planReply = (value: JsonObject): fc.Arbitrary<Reply> =>
  replyOf([{ type: "json", value }]);

const spoken: fc.Arbitrary<SaidPart> = fc.oneof(
  anyText().map((text): SaidPart => ({ type: "text", text })),
  anyText().map((text): SaidPart => ({ type: "thinking", text })),
);

const call = (tool: string, input: JsonObject): SaidPart => ({
  type: "tool-use",
  tool,
  input,
  callId: null,
});

/** Calls that touch only files below the ticket's own folder, and read what they like. */
function ownCall(id: string): fc.Arbitrary<SaidPart> {
  const path = fc.constantFrom(`${id}/a`, `${id}/b`);
  return fc.oneof(
    fc
      .tuple(path, anyText(12))
      .map(([file_path, content]) => call("write", { file_path, content })),
    path.map((file_path) => call("edit", { file_path, old_string: "a", new_string: "b" })),
    path.map((file_path) => call("read", { file_path })),
    fc.constantFrom(
      call("bash", { command: `mkdir -p ${id} && echo one >> ${id}/log` }),
      call("bash", { command: "false" }),
      call("bash", { command: "echo $(cat README.md)" }),
      call("glob", { pattern: "*" }),
      call("read", { file_path: "../outside" }),
      call("no-such-tool", {}),
    ),
  );
}

/** Calls that meet those of other tickets: the same files, questions. */
const sharedCall: fc.Arbitrary<SaidPart> = fc.oneof(
  fc
    .tuple(fc.constantFrom("README.md", "shared"), anyText(12))
    .map(([file_path, content]) => call("write", { file_path, content })),
  fc.constant(call("ask", { question: "Shall I?" })),
);

/** A worker's turns: some with calls, the last with words alone. */
export function workerReplies(id: string, meets: "own" | "shared"): fc.Arbitrary<readonly Reply[]> {
  const calls = meets === "own" ? ownCall(id) : fc.oneof(ownCall(id), sharedCall);
  const busy = anyReply(
    fc
      .tuple(fc.array(spoken, { maxLength: 1 }), fc.array(calls, { minLength: 1, maxLength: 3 }))
      .map(([words, made]) => [...words, ...made]),
  );
  const last = anyReply(fc.array(spoken, { minLength: 1, maxLength: 2 }));
  return fc.tuple(fc.array(busy, { maxLength: 2 }), last).map(([before, end]) => [...before, end]);
}
