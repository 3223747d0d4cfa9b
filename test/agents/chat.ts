/** A small client of the Chat Completions API: no SDK, and no retries of its own. */
export async function chat(
  fetch: typeof globalThis.fetch,
  words: string | readonly object[],
  more: object = {},
): Promise<Response> {
  const messages = typeof words === "string" ? [{ role: "user", content: words }] : words;
  return await fetch("http://model.invalid/v1/chat/completions", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer any" },
    body: JSON.stringify({ model: "gpt-5.4", messages, ...more }),
  });
}

/** What it said; throws where it failed. */
export async function textOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`status ${response.status}`);
  const body = (await response.json()) as { choices: [{ message: { content: string } }] };
  return body.choices[0].message.content;
}

/** The text of a stream, part by part. */
export async function readStream(
  response: Response,
  onText: (text: string) => void,
): Promise<void> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const bytes of response.body!) {
    const events = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const data = event.replace(/^data: /, "");
      if (data === "[DONE]") continue;
      const { choices } = JSON.parse(data) as { choices: [{ delta: { content?: string } }?] };
      const text = choices[0]?.delta.content ?? "";
      if (text !== "") onText(text);
    }
  }
}
