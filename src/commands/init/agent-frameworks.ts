/** How a framework's own client is asked one question, as a first agent does it. */
export interface AgentFramework {
  /** As people call it. */
  readonly name: string;
  /** All of them stand in the project's package.json. */
  readonly packages: readonly string[];
  readonly imports: readonly string[];
  /** The body of `async function ask(fetch, question)`. */
  readonly ask: readonly string[];
  /** Whether it tries again by itself after an overload. */
  readonly retries: boolean;
}

/** The first whose packages are all there speaks for the project; the last needs none. */
export const agentFrameworks: readonly AgentFramework[] = [
  {
    name: "the AI SDK",
    packages: ["ai", "@ai-sdk/anthropic"],
    imports: [
      `import { createAnthropic } from "@ai-sdk/anthropic";`,
      `import { generateText } from "ai";`,
    ],
    ask: [
      `const anthropic = createAnthropic({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });`,
      `const { text } = await generateText({ model: anthropic("claude-sonnet-5"), prompt: question });`,
      `return text;`,
    ],
    retries: true,
  },
  {
    name: "the AI SDK",
    packages: ["ai", "@ai-sdk/openai"],
    imports: [
      `import { createOpenAI } from "@ai-sdk/openai";`,
      `import { generateText } from "ai";`,
    ],
    ask: [
      `const openai = createOpenAI({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });`,
      `const { text } = await generateText({ model: openai("gpt-5.4"), prompt: question });`,
      `return text;`,
    ],
    retries: true,
  },
  {
    name: "OpenAI Agents",
    packages: ["@openai/agents", "openai"],
    imports: [
      `import { Agent, OpenAIProvider, Runner, setTracingDisabled } from "@openai/agents";`,
      `import OpenAI from "openai";`,
    ],
    ask: [
      `setTracingDisabled(true);`,
      `const openAIClient = new OpenAI({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });`,
      `const runner = new Runner({ modelProvider: new OpenAIProvider({ openAIClient }) });`,
      `const forecaster = new Agent({ name: "Forecaster", model: "gpt-5.4" });`,
      `return (await runner.run(forecaster, question)).finalOutput ?? "";`,
    ],
    retries: true,
  },
  {
    name: "LangChain",
    packages: ["@langchain/anthropic"],
    imports: [`import { ChatAnthropic } from "@langchain/anthropic";`],
    ask: [
      `const clientOptions = { baseURL: "http://model.invalid", fetch };`,
      `const model = new ChatAnthropic({ model: "claude-sonnet-5", apiKey: "any", clientOptions });`,
      `return (await model.invoke(question)).text;`,
    ],
    retries: true,
  },
  {
    name: "LangChain",
    packages: ["@langchain/openai"],
    imports: [`import { ChatOpenAI } from "@langchain/openai";`],
    ask: [
      `const configuration = { baseURL: "http://model.invalid/v1", fetch };`,
      `const model = new ChatOpenAI({ model: "gpt-5.4", apiKey: "any", configuration });`,
      `return (await model.invoke(question)).text;`,
    ],
    retries: true,
  },
  {
    name: "Anthropic's SDK",
    packages: ["@anthropic-ai/sdk"],
    imports: [`import Anthropic from "@anthropic-ai/sdk";`],
    ask: [
      `const anthropic = new Anthropic({ apiKey: "any", baseURL: "http://model.invalid", fetch });`,
      `const messages = [{ role: "user" as const, content: question }];`,
      `const asked = { model: "claude-sonnet-5", max_tokens: 1000, messages };`,
      `const { content } = await anthropic.messages.create(asked);`,
      `return content.map((block) => (block.type === "text" ? block.text : "")).join("");`,
    ],
    retries: true,
  },
  {
    name: "OpenAI's SDK",
    packages: ["openai"],
    imports: [`import OpenAI from "openai";`],
    ask: [
      `const openai = new OpenAI({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });`,
      `return (await openai.responses.create({ model: "gpt-5.4", input: question })).output_text;`,
    ],
    retries: true,
  },
  {
    name: "Google's SDK",
    packages: ["@google/genai"],
    imports: [`import { GoogleGenAI } from "@google/genai";`],
    ask: [
      `// It takes no fetch: inside of a rehearsal the global one is the same.`,
      `const google = new GoogleGenAI({ apiKey: "any" });`,
      `const asked = { model: "gemini-2.5-flash", contents: question };`,
      `return (await google.models.generateContent(asked)).text ?? "";`,
    ],
    retries: false,
  },
  {
    name: "no framework",
    packages: [],
    imports: [],
    ask: [
      `for (;;) {`,
      `  const response = await fetch("https://api.openai.com/v1/chat/completions", {`,
      `    method: "POST",`,
      `    headers: { "content-type": "application/json", authorization: "Bearer any" },`,
      `    body: JSON.stringify({ model: "gpt-5.4", messages: [{ role: "user", content: question }] }),`,
      `  });`,
      `  if (response.ok) return (await response.json()).choices[0].message.content;`,
      `  await response.body?.cancel();`,
      `  await new Promise((resolve) => setTimeout(resolve, 1000));`,
      `}`,
    ],
    retries: true,
  },
];
