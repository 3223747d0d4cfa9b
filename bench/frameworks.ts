import { AIMessageChunk } from "@langchain/core/messages";
import { FakeStreamingChatModel } from "@langchain/core/utils/testing";
import { END, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { Agent as MastraAgent } from "@mastra/core/agent";
import { Agent as OpenAiAgent, type Model, Runner, setTracingDisabled } from "@openai/agents";
import { convertArrayToReadableStream, MockLanguageModelV3 } from "ai/test";

setTracingDisabled(true);
// In the background it hands on words after the stream that they are of has ended, which loses them.
process.env["LANGCHAIN_CALLBACKS_BACKGROUND"] = "false";

/** An agent of one turn: it asks a fake model in the framework's own process, and gives what the stream brought. */
export type FrameworkAgent = (words: string) => Promise<string>;

type StreamPart =
  Awaited<ReturnType<MockLanguageModelV3["doStream"]>>["stream"] extends ReadableStream<infer Part>
    ? Part
    : never;

/** Each with the fake model that it has itself, or where it has none, the smallest that it takes. */
export const frameworks = (
  chunks: readonly string[],
): Readonly<Record<string, FrameworkAgent>> => ({
  LangGraph: langGraph(chunks),
  "OpenAI Agents": openAiAgents(chunks),
  Mastra: mastra(chunks),
});

function langGraph(chunks: readonly string[]): FrameworkAgent {
  // Anew for each call: those that go on at once would take each other's chunks for their own.
  const newModel = () =>
    new FakeStreamingChatModel({
      chunks: chunks.map((chunk) => new AIMessageChunk(chunk)),
      sleep: 0,
    });
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("model", async ({ messages }, config) => ({
      messages: [await newModel().invoke(messages, config)],
    }))
    .addEdge(START, "model")
    .addEdge("model", END)
    .compile();
  return async (words) => {
    const messages = [{ role: "user", content: words }];
    let text = "";
    for await (const [message] of await graph.stream({ messages }, { streamMode: "messages" }))
      if (message instanceof AIMessageChunk) text += message.text;
    return text;
  };
}

function openAiAgents(chunks: readonly string[]): FrameworkAgent {
  const usage = { inputTokens: 5, outputTokens: chunks.length, totalTokens: 5 + chunks.length };
  const said = { type: "output_text" as const, text: chunks.join("") };
  const message = {
    type: "message" as const,
    role: "assistant" as const,
    status: "completed" as const,
    content: [said],
  };
  const model: Model = {
    getResponse: () => Promise.reject(new Error("only streams are asked for")),
    async *getStreamedResponse(): ReturnType<Model["getStreamedResponse"]> {
      yield { type: "response_started" };
      for (const delta of chunks) yield { type: "output_text_delta", delta };
      yield { type: "response_done", response: { id: "bench", usage, output: [message] } };
    },
  };
  const worker = new OpenAiAgent({ name: "worker", instructions: "Do the ticket.", model });
  const runner = new Runner();
  return async (words) => {
    const run = await runner.run(worker, words, { stream: true });
    let text = "";
    for await (const piece of run.toTextStream()) text += piece;
    await run.completed;
    return text;
  };
}

function mastra(chunks: readonly string[]): FrameworkAgent {
  const id = "1";
  const inputTokens = { total: 5, noCache: 5, cacheRead: 0, cacheWrite: 0 };
  const outputTokens = { total: chunks.length, text: chunks.length, reasoning: 0 };
  const finishReason = { unified: "stop", raw: "stop" } as const;
  const parts: readonly StreamPart[] = [
    { type: "stream-start", warnings: [] },
    { type: "text-start", id },
    ...chunks.map((delta) => ({ type: "text-delta", id, delta }) as const),
    { type: "text-end", id },
    { type: "finish", finishReason, usage: { inputTokens, outputTokens } },
  ];
  const model = new MockLanguageModelV3({
    doStream: async () => ({ stream: convertArrayToReadableStream([...parts]) }),
  });
  const worker = new MastraAgent({
    id: "worker",
    name: "worker",
    instructions: "Do the ticket.",
    model: model as never,
  });
  return async (words) => {
    const { textStream } = await worker.stream(words);
    let text = "";
    for await (const piece of textStream) text += piece;
    return text;
  };
}
