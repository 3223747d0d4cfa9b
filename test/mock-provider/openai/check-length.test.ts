import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { openaiMock, rich } from "./mock.ts";

/** A text of about so many tokens, by the mock's count. */
const words = (tokens: number) => "abcd".repeat(tokens);
const chatOf = (model: string, tokens: number, more: JsonObject = {}): JsonObject => ({
  model,
  messages: [{ role: "user", content: words(tokens) }],
  ...more,
});

async function complaint(path: string, body: JsonObject): Promise<JsonObject | null> {
  const response = await openaiMock(rich).post(path, body);
  if (response.status === 200) return null;
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: JsonObject };
  return error;
}

const chat = (body: JsonObject) => complaint("/chat/completions", body);
const responses = (body: JsonObject) => complaint("/responses", body);

describe("a conversation that is too long for Chat Completions", () => {
  const tooLong = (message: RegExp): JsonObject => ({
    message: expect.stringMatching(message),
    type: "invalid_request_error",
    param: "messages",
    code: "context_length_exceeded",
  });

  test("is told the model's window", async () => {
    expect(await chat(chatOf("gpt-4o", 127_900))).toBeNull();
    expect(await chat(chatOf("gpt-4o", 128_001))).toEqual(
      tooLong(
        /^This model's maximum context length is 128000 tokens\. However, your messages resulted in 1280\d\d tokens\. Please reduce the length of the messages\.$/,
      ),
    );
  });

  test.each(["max_tokens", "max_completion_tokens"])(
    "together with what %s asks for is told both",
    async (member) => {
      expect(await chat(chatOf("gpt-4o-mini", 127_000, { [member]: 900 }))).toBeNull();
      expect(await chat(chatOf("gpt-4o-mini", 127_000, { [member]: 1_000 }))).toEqual(
        tooLong(
          /^This model's maximum context length is 128000 tokens\. However, you requested 1280\d\d tokens \(1270\d\d in the messages, 1000 in the completion\)\. Please reduce the length of the messages or completion\.$/,
        ),
      );
    },
  );

  test("is told the limit of the input, where the model has one", async () => {
    expect(await chat(chatOf("gpt-5", 271_900, { max_completion_tokens: 100_000 }))).toBeNull();
    expect(await chat(chatOf("gpt-5", 272_001))).toEqual(
      tooLong(
        /^Input tokens exceed the configured limit of 272000 tokens\. Your messages resulted in 2720\d\d tokens\. Please reduce the length of the messages\.$/,
      ),
    );
  });

  test("is nothing to a model that nobody knows", async () => {
    expect(await chat(chatOf("gpt-test", 1_100_000))).toBeNull();
  });
});

describe("input that is too long for Responses", () => {
  const body = { model: "gpt-5", input: words(272_001) };

  test("is told no sizes", async () => {
    expect(await responses({ ...body, input: words(271_900) })).toBeNull();
    expect(await responses(body)).toEqual({
      message:
        "Your input exceeds the context window of this model. Please adjust your input and try again.",
      type: "invalid_request_error",
      param: "input",
      code: "context_length_exceeded",
    });
  });

  test("is taken where the API may cut it", async () => {
    expect(await responses({ ...body, truncation: "auto" })).toBeNull();
  });
});

test.each(["max_tokens", "max_completion_tokens"])("%s has a most by the model", async (member) => {
  expect(await chat(chatOf("gpt-4o", 1, { [member]: 16_384 }))).toBeNull();
  expect(await chat(chatOf("gpt-4o", 1, { [member]: 16_385 }))).toMatchObject({
    message: `${member} is too large: 16385. This model supports at most 16384 completion tokens, whereas you provided 16385.`,
    param: member,
    code: "invalid_value",
  });
});

describe("bytes are no text:", () => {
  const bytes = "iVBORw0KGgo".repeat(80_000);
  const image = `data:image/png;base64,${bytes}`;
  const pdf = `data:application/pdf;base64,${bytes}`;
  const sound = { type: "input_audio", input_audio: { data: bytes, format: "wav" } };
  const user = (part: JsonObject) => [{ role: "user", content: [part] }];

  test.each<[string, JsonObject]>([
    ["a picture", { type: "image_url", image_url: { url: image, detail: "high" } }],
    ["a file", { type: "file", file: { filename: "a.pdf", file_data: pdf } }],
    ["a sound", sound],
  ])("%s fits into Chat Completions, and is counted as a picture", async (_what, part) => {
    const body = { model: "gpt-4o", messages: user(part) };
    const response = await openaiMock(rich).post("/chat/completions", body);
    expect(response.status).toBe(200);
    const { usage } = (await response.json()) as { usage: { prompt_tokens: number } };
    expect(usage.prompt_tokens).toBeWithin(1_600, 1_700);
  });

  test.each<[string, JsonObject]>([
    ["a picture", { type: "input_image", image_url: image, detail: "auto" }],
    ["a file", { type: "input_file", filename: "a.pdf", file_data: pdf }],
    ["a sound", sound],
  ])("%s fits into Responses, and is counted as a picture", async (_what, part) => {
    const body = { model: "gpt-4o", input: user(part) };
    const response = await openaiMock(rich).post("/responses", body);
    expect(response.status).toBe(200);
    const { usage } = (await response.json()) as { usage: { input_tokens: number } };
    expect(usage.input_tokens).toBeWithin(1_600, 1_700);
  });

  test("a picture that a tool brought fits, too", async () => {
    const call = { type: "function_call", call_id: "c", name: "look", arguments: "{}" };
    const output = [{ type: "input_image", image_url: image }];
    const input = [call, { type: "function_call_output", call_id: "c", output }];
    expect(await responses({ model: "gpt-4o", input })).toBeNull();
  });

  test("but words that look like it are read as they are", async () => {
    const text = `{"image_url":"${image}"}`;
    const body = { model: "gpt-4o", messages: user({ type: "text", text }) };
    expect(await chat(body)).toMatchObject({ code: "context_length_exceeded" });
  });
});
