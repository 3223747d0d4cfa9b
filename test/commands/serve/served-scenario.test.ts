import { expect, test } from "bun:test";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { noServeWeather } from "../../../src/commands/serve/drawn/serve-weather.ts";
import type { RequestEntry } from "../../../src/commands/serve/request-entry.ts";
import { serveReplies } from "../../../src/commands/serve/served-scenario.ts";
import { realClock } from "../../../src/clock/real-clock.ts";
import type { Servable } from "../../../src/sim/dsl/purpose.ts";
import { reply, says, served, uses } from "../../../src/sim/api.ts";

const user = (content: Json): JsonObject => ({ role: "user", content });
const tools = ["look", "start", "stop"].map((name) => ({ name, input_schema: { type: "object" } }));

interface Message {
  readonly content: readonly (JsonObject & { readonly type: string })[];
}

/** A scenario as `rehearsal serve` answers with it, without its socket. */
function desk(scenario: Servable, bodies: "kept" | "dropped" = "dropped") {
  const entries: RequestEntry[] = [];
  const onEnd = (entry: RequestEntry) => void entries.push({ ...entry });
  const weather = noServeWeather(realClock);
  const options = { clock: realClock, models: [], onEnd, bodies, weather };
  const mock = serveReplies(scenario, new Map(), options);
  const fetch = (path: string, init: RequestInit) =>
    mock.answer(new Request(`http://mock.invalid${path}`, init));
  async function ask(messages: readonly JsonObject[], more: JsonObject = {}, test?: string) {
    const response = await fetch("/v1/messages", {
      method: "POST",
      headers: {
        "x-api-key": "any",
        "anthropic-version": "2023-06-01",
        ...(test !== undefined && { "x-rehearsal-test": test }),
      },
      body: JSON.stringify({ model: "claude-haiku-5", max_tokens: 9, tools, messages, ...more }),
    });
    return { status: response.status, body: (await response.json()) as Message };
  }
  return { ...mock, entries, fetch, ask };
}

/** The conversation behind a reply, with the results of its calls. */
const after = (asked: readonly JsonObject[], { content }: Message, ...results: Json[]) => [
  ...asked,
  { role: "assistant", content: [...content] },
  user(
    content
      .filter(({ type }) => type === "tool_use")
      .map(({ id }, index) => ({
        type: "tool_result",
        tool_use_id: id!,
        content: results[index] ?? "",
      })),
  ),
];

test("a part may be made of the request: of results, of who asks, of all that it holds", async () => {
  const { ask, fit } = desk(
    served({
      name: "a job",
      replies: [
        reply(uses("start", {}), uses("look", {})),
        reply(
          says(({ toolResults }) => `Of ${toolResults.join(" and ")}.`),
          uses("stop", ({ toolResults, lastUser }) => ({
            id: toolResults[0]?.match(/id (\S+)/)?.[1] ?? "",
            lastUser,
          })),
        ),
        reply(
          says(({ system, model, messages, body, tools: named }) =>
            JSON.stringify([system, model, messages.length, body["max_tokens"]!, named]),
          ),
        ),
      ],
    }),
  );
  const system = "Be brief.";
  const asked = [user([{ type: "text", text: "Go." }])];
  const first = await ask(asked, { system });
  const second = after(asked, first.body, "its\nid k7", "nothing");
  const { body } = await ask(second, { system });
  expect(body.content).toEqual([
    { type: "text", text: "Of its\nid k7 and nothing." },
    expect.objectContaining({ name: "stop", input: { id: "k7", lastUser: "Go." } }),
  ]);
  const last = await ask(after(second, body, "stopped"), { system });
  expect(JSON.parse(String(last.body.content[0]?.["text"]))).toEqual([
    system,
    "claude-haiku-5",
    8,
    9,
    ["look", "start", "stop"],
  ]);
  expect(fit().problems).toEqual([]);
});

test.each<[string, Parameters<typeof says>[0], string]>([
  [
    "throws",
    () => {
      throw new Error("no id in it");
    },
    "no id in it",
  ],
  ["returns nothing", (() => undefined) as unknown as () => string, "returned nothing"],
  ["waits", (async () => "late") as unknown as () => string, "returned a promise"],
])("a function that %s refuses the request, and its reply stays", async (_what, make, why) => {
  const { ask, fit, entries } = desk(
    served({ name: "broken", replies: [reply(says(make as () => string))] }),
  );
  expect((await ask([user("Go.")])).status).toBe(400);
  expect(entries[0]?.outcome).toMatchObject({ type: "unmatched" });
  expect(fit().problems.map(({ type }) => type)).toEqual(["unmatched-request", "unused-reply"]);
  expect(fit().problems[0]?.message).toContain(why);
});

test("a reply is for who says it first, and not for who only holds the words", async () => {
  const { ask, fit } = desk(
    served({
      name: "a parent and its helper",
      replies: [
        reply(uses("start", { prompt: "HELPER: count." })),
        reply(says("One line, says the helper.")),
        reply(uses("look", {})).when({ first: "HELPER", model: /haiku/ }),
        reply(says("One line.")),
        reply(says("Again.")).when({ lastUser: "once more", text: "HELPER", system: /brief/i }),
      ],
    }),
  );
  const system = "Be brief.";
  const reminder = {
    type: "text",
    text: "<system-reminder>\nTell me once more.\n</system-reminder>",
  };
  const parent = [user([reminder, { type: "text", text: "How many lines?" }])];
  const started = await ask(parent, { system });
  const helper = [user("HELPER: count.")];
  const looked = await ask(helper);
  expect(looked.body.content[0]).toMatchObject({ name: "look" });
  const counted = await ask(after(helper, looked.body, "1"));
  expect(counted.body.content[0]).toMatchObject({ text: "One line." });
  const shown = after(parent, started.body, "One line.");
  const answered = await ask(shown, { system });
  expect(answered.body.content[0]).toMatchObject({ text: "One line, says the helper." });
  const more = [
    ...shown,
    { role: "assistant", content: "One line, says the helper." },
    user([{ type: "text", text: "Tell me once more." }, reminder]),
  ];
  expect((await ask(more, { system })).body.content[0]).toMatchObject({ text: "Again." });
  expect(fit().problems).toEqual([]);
});

test("a request that fits not all that is named is told what was asked for", async () => {
  const { ask, fit } = desk(
    served({ name: "x", replies: [reply(says("x")).when({ first: "A", model: "opus" })] }),
  );
  await ask([user("A")]);
  expect(fit().problems[0]?.message).toContain(
    `a person's first words contains "A" and in its model contains "opus"`,
  );
});

test("each test has the script for itself, and is judged by itself", async () => {
  const { ask, fit, entries } = desk(
    served({ name: "apart", replies: [reply(uses("look", {})), reply(says("Done."))] }),
  );
  const asked = [user("Go.")];
  const begun = await Promise.all(["alpha", "beta", "gamma"].map((name) => ask(asked, {}, name)));
  for (const { status } of begun) expect(status).toBe(200);
  for (const [index, name] of ["alpha", "gamma"].entries())
    expect((await ask(after(asked, begun[index * 2]!.body, "1"), {}, name)).status).toBe(200);
  const { problems, left } = fit();
  expect(problems).toEqual([
    expect.objectContaining({
      type: "unused-reply",
      test: "beta",
      message: 'Test "beta": No request met reply 2 (says "Done.").',
    }),
  ]);
  expect(left).toMatchObject({ replies: [{ name: "reply 2", test: "beta" }], of: 6, used: 5 });
  expect(entries.map((entry) => entry.test)).toEqual(["alpha", "beta", "gamma", "alpha", "gamma"]);
});

test("what a request holds is kept where that is asked for, as it was sent", async () => {
  const script = served({ name: "x", replies: [reply(says("x")).always()] });
  for (const bodies of ["kept", "dropped"] as const) {
    const { ask, fetch, entries } = desk(script, bodies);
    await ask([user("hi \u2028 \u001b[31m")]);
    await fetch("/v1/nothing", { method: "POST", body: "no JSON" });
    const held = entries.map(({ body }) => body);
    if (bodies === "dropped") expect(held).toEqual([null, null]);
    else {
      expect(held[0]).toMatchObject({ messages: [user("hi \u2028 \u001b[31m")] });
      expect(held[1]).toBe("no JSON");
    }
    const page = await (await fetch("/", {})).text();
    expect(page.includes("body-1")).toBe(bodies === "kept");
  }
});
