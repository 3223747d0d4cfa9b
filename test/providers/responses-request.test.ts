import { expect, test } from "bun:test";
import { openaiTraits } from "../../src/providers/known-servers.ts";
import { responsesRequest } from "../../src/providers/responses-request.ts";
import { requestOf } from "./provider-fixture.ts";

test("words of the user in a row are one item", () => {
  const { input } = responsesRequest(
    requestOf({
      messages: [
        {
          role: "user",
          content: ["The ticket.", "[Turn 1 was dropped.]"].map((text) => ({ type: "text", text })),
        },
      ],
    }),
    openaiTraits("http://127.0.0.1:1234/v1", "m", {}),
  );
  expect(input).toEqual([{ role: "user", content: "The ticket.\n\n[Turn 1 was dropped.]" }]);
});

test("a conversation goes back whole, with its thoughts encrypted, and nothing is stored", () => {
  const body = responsesRequest(
    requestOf({
      messages: [
        { role: "user", content: [{ type: "text", text: "Go." }] },
        {
          role: "assistant",
          content: [
            { type: "thinking", text: "hm", signature: "enc" },
            { type: "redacted-thinking", data: "more" },
            { type: "text", text: "I write." },
            { type: "tool-use", callId: "c1", tool: "write", input: { path: "a" } },
          ],
        },
        {
          role: "user",
          content: [{ type: "tool-result", callId: "c1", text: "no", isError: true }],
        },
      ],
    }),
    openaiTraits("https://api.openai.com/v1", "gpt-5.1-codex", {}),
  );
  expect(body).toMatchObject({ store: false, instructions: "You write code." });
  expect(body.input).toEqual([
    { role: "user", content: "Go." },
    {
      type: "reasoning",
      summary: [{ type: "summary_text", text: "hm" }],
      encrypted_content: "enc",
    } as never,
    { type: "reasoning", summary: [], encrypted_content: "more" } as never,
    { role: "assistant", content: "I write." },
    { type: "function_call", call_id: "c1", name: "write", arguments: '{"path":"a"}' },
    { type: "function_call_output", call_id: "c1", output: "Error: no" },
  ]);
});
