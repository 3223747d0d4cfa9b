import { z } from "zod";

const words = z.string();
const count = z.number().min(0);
/** A text, or a value that aimock writes as JSON. */
const content = z.json();

const call = z.looseObject({ name: words, arguments: content.optional() });

const block = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text"), text: words }),
  z.looseObject({ type: z.literal("toolCall"), name: words, arguments: content.optional() }),
]);

const response = z.looseObject({
  content: content.optional(),
  reasoning: words.optional(),
  toolCalls: z.array(call).optional(),
  blocks: z.array(block).optional(),
  error: z
    .looseObject({
      message: words,
      type: words.optional(),
      param: words.nullish(),
      code: z.union([words, z.number()]).nullish(),
    })
    .optional(),
  status: z.int().min(200).max(599).optional(),
  retryAfter: count.optional(),
  finishReason: words.optional(),
  usage: z.record(z.string(), z.json()).optional(),
});

const match = z.looseObject({
  userMessage: words.optional(),
  systemMessage: z.union([words, z.array(words)]).optional(),
  toolCallId: words.optional(),
  toolResultContains: words.optional(),
  toolName: words.optional(),
  model: words.optional(),
  responseFormat: words.optional(),
  sequenceIndex: z.int().optional(),
  turnIndex: z.int().optional(),
  hasToolResult: z.boolean().optional(),
  endpoint: words.optional(),
});

const fixture = z.looseObject({
  match,
  response,
  latency: count.optional(),
  chunkSize: z.int().min(1).optional(),
  truncateAfterChunks: z.int().min(0).optional(),
  streamingProfile: z
    .looseObject({ ttft: count.optional(), tps: z.number().positive().optional() })
    .optional(),
  recordedTimings: z
    .looseObject({ ttftMs: z.number(), interChunkDelaysMs: z.array(z.number()) })
    .optional(),
});

/** One answer as aimock writes it: which requests it is for, and what they get. */
export type AimockFixture = z.infer<typeof fixture>;
export type AimockMatch = AimockFixture["match"];
export type AimockResponse = AimockFixture["response"];

/** What a JSON file of aimock's is. */
export type AimockFile =
  | { readonly type: "fixtures"; readonly fixtures: readonly AimockFixture[] }
  /** A server's settings. `fixtures` is where they say that the replies stand. */
  | {
      readonly type: "settings";
      readonly members: readonly string[];
      readonly fixtures: string | null;
    }
  | { readonly type: "unreadable"; readonly why: string };

/** What a server's settings may be about. */
const services = ["llm", "mcp", "a2a", "agui", "vector", "services"];

export function readAimockFile(file: unknown): AimockFile {
  if (typeof file !== "object" || file === null || Array.isArray(file))
    return { type: "unreadable", why: "it is no object with a list `fixtures`" };
  if (!("fixtures" in file)) return settingsOf(file);
  const read = z.looseObject({ fixtures: z.array(fixture) }).safeParse(file);
  if (read.success) return { type: "fixtures", fixtures: read.data.fixtures };
  const [issue] = read.error.issues;
  return {
    type: "unreadable",
    why: issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`,
  };
}

function settingsOf(file: object): AimockFile {
  const members = services.filter((member) => member in file);
  if (members.length === 0) return { type: "unreadable", why: "it has no list `fixtures`" };
  const named = z.looseObject({ llm: z.looseObject({ fixtures: words }) }).safeParse(file);
  return {
    type: "settings",
    members,
    fixtures: named.success ? named.data.llm.fixtures : null,
  };
}
