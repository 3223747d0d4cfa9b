import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type Content, FunctionCallingConfigMode, GoogleGenAI } from "@google/genai";
import { playedOut, serve, type Served } from "./serve.ts";

setDefaultTimeout(60_000);

let served: Served;
let client: GoogleGenAI;
beforeAll(async () => {
  served = await serve("google-genai");
  const retryOptions = { attempts: 3 };
  client = new GoogleGenAI({
    apiKey: "any",
    httpOptions: { baseUrl: served.origin, retryOptions },
  });
});
afterAll(async () => expect(await served.stop()).toEqual(playedOut));

const model = "gemini-3-pro";
const user = (text: string): Content => ({ role: "user", parts: [{ text }] });

test("a tool, forced, called and answered, with its own retry after an overload", async () => {
  const tools = [{ functionDeclarations: [{ name: "weather", parametersJsonSchema: {} }] }];
  const asked = user("How is the weather?");
  const functionCallingConfig = { mode: FunctionCallingConfigMode.ANY };
  const first = await client.models.generateContent({
    model,
    contents: [asked],
    config: { tools, toolConfig: { functionCallingConfig } },
  });
  const [call] = first.functionCalls ?? [];
  expect(call).toMatchObject({ name: "weather", args: { city: "Oslo" } });
  const { content } = first.candidates![0]!;
  expect(content?.parts?.[0]?.thoughtSignature).toBeString();
  // As agents do that keep no ids.
  const result = { functionResponse: { name: "weather", response: { output: "rain" } } };
  const last = await client.models.generateContent({
    model,
    contents: [asked, content!, { role: "user", parts: [result] }],
    config: { tools },
  });
  expect(last.text).toBe("It rains in Oslo.");
  expect(last.usageMetadata?.promptTokenCount).toBeGreaterThan(0);
});

test("a stream, piece by piece", async () => {
  const stream = await client.models.generateContentStream({ model, contents: "streamed" });
  const texts = await Array.fromAsync(stream, ({ text }) => text ?? "");
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.join("")).toBe("Words that come one by one.");
});

test("a search, and what it grounds", async () => {
  const { text, candidates } = await client.models.generateContent({
    model,
    contents: "search",
    config: { tools: [{ googleSearch: {} }] },
  });
  expect(text).toBe("Rain, they say.");
  expect(candidates?.[0]?.groundingMetadata?.groundingChunks).toEqual([
    { web: { uri: "https://weather.example/oslo", title: "Oslo" } },
  ]);
});

test("a system prompt is heard, and tokens are counted", async () => {
  const { text } = await client.models.generateContent({
    model,
    contents: "Who are you?",
    config: { systemInstruction: "A mock." },
  });
  expect(text).toBe(`A mock. ${model}`);
  const counted = await client.models.countTokens({ model, contents: "Count this." });
  expect(counted.totalTokens).toBeGreaterThan(0);
});
