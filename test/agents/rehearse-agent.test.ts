import { describe, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { agent } from "../../src/agents/agent.ts";
import type { AgentContext } from "../../src/agents/agent-scenario.ts";
import { loadBuiltin } from "../../src/clock/virtual/load-builtin.ts";
import { rehearseAgent } from "../../src/agents/rehearse-agent.ts";
import type { FailureReport } from "../../src/reports/sim/scenario-report.ts";
import { overloaded, rateLimited } from "../../src/sim/dsl/fault.ts";
import { says, uses } from "../../src/sim/dsl/part.ts";
import { reply } from "../../src/sim/dsl/reply.ts";
import { onlyTheMock } from "../../src/sim/world/closed-network.ts";
import { chat, readStream, textOf } from "./chat.ts";

const cities = ["Oslo", "Rome", "Lima"];

/** Three conversations count in one total, each by a tool that reads it, waits and writes it back. */
function threeForecasts(counting: "apart" | "in a row") {
  return agent({
    name: "three forecasts",
    replies: cities.flatMap((city) => [
      reply(uses("weather", { city })).when(`weather of ${city}`),
      reply(says(`It rains in ${city}.`)),
    ]),
    async run({ fetch }) {
      let total = 0;
      let last = Promise.resolve();
      // Its turn of the tool comes at another moment in each conversation, so that the default order is right.
      const count = async (waitMs: number) => {
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        const seen = total;
        await new Promise((resolve) => setImmediate(resolve));
        total = seen + 1;
      };
      const texts = await Promise.all(
        cities.map(async (city) => {
          const messages: object[] = [{ role: "user", content: `weather of ${city}` }];
          const tools = [{ type: "function", function: { name: "weather", parameters: {} } }];
          const response = await chat(fetch, messages, { tools });
          const { choices } = (await response.json()) as {
            choices: [{ message: { tool_calls: { id: string }[] } }];
          };
          const { message } = choices[0];
          if (counting === "apart") await count(10);
          else await (last = last.then(() => count(10)));
          messages.push(message, {
            role: "tool",
            tool_call_id: message.tool_calls[0]!.id,
            content: "rain",
          });
          return await textOf(await chat(fetch, messages, { tools }));
        }),
      );
      return { total, texts };
    },
    expect: ({ total, texts }) =>
      texts.join() === cities.map((city) => `It rains in ${city}.`).join()
        ? total === 3 || `LOST: ${total} of 3`
        : `MIXED: ${texts.join()}`,
  });
}

const failuresOf = (rehearsing: Promise<unknown>): Promise<readonly FailureReport[]> =>
  rehearsing.then(
    () => [],
    (error: { failures?: readonly FailureReport[] }) => error.failures ?? [],
  );

describe("a planted mistake", () => {
  test("is found: a lost update, in three deviations at most, and its code finds it again", async () => {
    const scenario = threeForecasts("apart");
    const [failure] = await failuresOf(rehearseAgent(scenario, { seeds: 50 }));
    expect(failure?.messages[0]).toMatch(/^LOST: [12] of 3$/);
    expect(failure?.deterministic).toBe(true);
    expect(failure!.deviations + failure!.faults.length).toBeLessThanOrEqual(3);
    const [race] = failure!.explanation!.races;
    expect(failure!.steps[race!.step]!.label).toBe(race!.first);
    expect(failure!.explanation!.failing).toBeGreaterThan(0);
    const again = rehearseAgent(threeForecasts("apart"), { replay: failure!.code });
    expect((await failuresOf(again))[0]?.messages[0]).toMatch(/^LOST/);
    await rehearseAgent(threeForecasts("in a row"), { replay: failure!.code });
  });

  test("is found: no retry after an overload, by drawn faults", async () => {
    const replies = [reply(says("Here."))];
    const asking = (tries: number) =>
      agent({
        name: "asking",
        replies,
        async run({ fetch }) {
          for (let nth = 1; ; nth++) {
            const response = await chat(fetch, "hello").catch(() => null);
            const text = response === null ? null : await textOf(response).catch(() => null);
            if (text !== null) return text;
            if (nth === tries) throw new Error("GAVE UP");
            await new Promise((resolve) => setTimeout(resolve, 1000 * nth));
          }
        },
        expect: (text) => text === "Here.",
      });
    const [failure] = await failuresOf(rehearseAgent(asking(1), { seeds: 50, faults: "all" }));
    expect(failure?.messages.join()).toContain("GAVE UP");
    expect(failure!.deviations + failure!.faults.length).toBeLessThanOrEqual(3);
  });

  test("is found: streams that are mixed, also where the agent only says what it received", async () => {
    const names = ["ANT", "BEE"];
    const mixing = (shared: boolean) =>
      agent({
        name: "mixing",
        replies: names.map((name) => reply(says(`${name} says a lot of words.`)).when(name)),
        async run({ fetch, received }) {
          let common = "";
          await Promise.all(
            names.map(async (name) => {
              let own = "";
              const response = await chat(fetch, name, { stream: true });
              await readStream(response, (text) => {
                common = own + text;
                if (!shared) own = common;
              });
              received(name, shared ? common : own);
            }),
          );
        },
      });
    const [failure] = await failuresOf(rehearseAgent(mixing(true), { seeds: 50 }));
    expect(failure?.kind).toBe("law a5 (streams apart)");
    await rehearseAgent(mixing(false), { seeds: 50 });
  });
});

test("the right agent passes every seed, and a seed gives the same in every run", async () => {
  const first = await rehearseAgent(threeForecasts("in a row"), { seeds: 100 });
  const again = await rehearseAgent(threeForecasts("in a row"), { seeds: 1 });
  expect(again.digest).toBe(first.digest);
  expect(first).toMatchObject({ type: "agent", outcome: "returned" });
  expect(first.requests.map(({ reply: met, end }) => [met, end])).toHaveLength(6);
});

test("what is drawn leaves a client its minute for an answer, and a run its steps, however long the answer", async () => {
  const long = "Some more words. ".repeat(1000);
  const scenario = agent({
    name: "a long answer",
    replies: [reply(says(long)).deltas(100)],
    async run({ fetch }) {
      for (;;) {
        const signal = AbortSignal.timeout(60_000);
        const timed = ((url, init) => fetch(url, { ...init, signal })) as typeof fetch;
        let text = "";
        await chat(timed, "tell me", { stream: true })
          .then((response) => readStream(response, (piece) => (text += piece)))
          .catch(() => {});
        if (text === long) return;
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    },
    check: ({ requests }) =>
      requests.every(({ fault, end }) => end.type !== "left" || fault !== null) || "TOO SLOW",
  });
  await rehearseAgent(scenario, { seeds: 20, faults: "all" });
});

describe("an agent fails", () => {
  const ask = async (fetch: AgentContext["fetch"], words: string) =>
    await textOf(await chat(fetch, words));
  const ending = (run: (context: AgentContext) => Promise<unknown>) =>
    failuresOf(
      rehearseAgent(
        agent({
          name: "ending",
          replies: [reply(says("Hello."))],
          run: async (context) => {
            await ask(context.fetch, "hi");
            await run(context);
          },
        }),
        { seeds: 2 },
      ),
    ).then((failures) => failures.map(({ kind, messages }) => `${kind}: ${messages.join("\n")}`));

  test.each<[string, string, (context: AgentContext) => Promise<unknown>]>([
    [
      "that throws",
      "exception: The agent threw Error: BROKE",
      () => Promise.reject(new Error("BROKE")),
    ],
    [
      "that waits for what no simulation knows of",
      'real time belongs into step("name", work).\n  It may wait for the process `true`, which is not simulated.',
      () => new Promise(() => Bun.spawn(["true"])),
    ],
    [
      "that waits for itself for ever",
      "it goes on for ever: after 10000 steps",
      async () => {
        for (;;) await new Promise((resolve) => setTimeout(resolve, 1));
      },
    ],
    [
      "that leaves a timer",
      "a timer (setTimeout 60000 ms), due in 60 s, begun at ",
      async () => setTimeout(() => {}, 60_000),
    ],
    [
      "that leaves several, and they are counted",
      "2 times a timer (setInterval 500 ms), due in 0.5 s, begun at ",
      async () => {
        for (let nth = 0; nth < 2; nth++) setInterval(() => {}, 500);
      },
    ],
    ["that asks once more", "unmatched-request: ", async ({ fetch }) => chat(fetch, "more")],
    [
      "that asks another machine",
      "network: The agent asked for GET https://weather.example/",
      async ({ fetch }) => fetch("https://weather.example/").catch(() => {}),
    ],
    [
      "that asks another machine by what is global, also behind the network that `sim` has closed",
      "network: The agent asked for GET https://weather.example/",
      async () =>
        onlyTheMock.allows("weather.example") && fetch("https://weather.example/").catch(() => {}),
    ],
    [
      "that ends the process, whatever it catches",
      "exit: The agent called process.exit(3), which would end the whole process.",
      () => {
        try {
          process.exit(3);
        } catch {
          return Promise.resolve();
        }
      },
    ],
    [
      "whose timer throws",
      "uncaught: Nobody caught this: Error: IN A TIMER",
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve(null);
            throw new Error("IN A TIMER");
          }, 1);
        }),
    ],
    [
      "whose question nobody answers",
      'unanswered-question: Nobody answers the question "Really?"',
      ({ person }) => person("Really?"),
    ],
  ])("%s", async (_, words, run) => {
    expect((await ending(run)).join("\n")).toContain(words);
  });

  test("unless what it leaves over is said to be right", async () => {
    const leaving = (leaves: readonly (string | RegExp)[]) =>
      agent({
        name: "leaving",
        replies: [],
        leaves,
        run: () => void setInterval(() => {}, 60_000),
      });
    await rehearseAgent(leaving(["setInterval 60000 ms"]), { seeds: 2 });
    await rehearseAgent(leaving([/rehearse-agent\.test/]), { seeds: 2 });
    const [failure] = await failuresOf(rehearseAgent(leaving(["setTimeout"]), { seeds: 2 }));
    expect(failure?.messages.join()).toContain('leaves: ["setInterval 60000 ms"]');
  });

  test("that does not ask for what is scripted", async () => {
    const idle = agent({
      name: "idle",
      replies: [reply(says("Never asked for."))],
      person: [{ asked: "anything", answer: true }],
      run: () => 1,
    });
    const [failure] = await failuresOf(rehearseAgent(idle, { seeds: 1 }));
    const text = failure!.messages.join("\n");
    expect(text).toContain("Never asked for.");
    expect(text).toContain('Nobody asked for the decision "anything"');
  });

  test("that throws at the refusal of its request: the refusal is told first", async () => {
    const refused = agent({
      name: "refused",
      replies: [reply(says("Hello."))],
      run: async ({ fetch }) => await textOf(await chat(fetch, "hi", { max_tokens: "many" })),
    });
    const [failure] = await failuresOf(rehearseAgent(refused, { seeds: 1 }));
    expect(failure!.kind).toBe("law a4 (valid requests)");
    expect(failure!.messages[0]).toStartWith("law a4 (valid requests) is broken: #1 is refused");
    expect(failure!.messages[1]).toStartWith("The agent threw Error: status 400");
  });

  test("that throws before it has asked: of the script only how much is left is told", async () => {
    const early = agent({
      name: "early",
      replies: ["a", "b", "c"].map((words) => reply(says(words)).when(words)),
      person: [{ asked: "anything", answer: true }],
      run: () => {
        throw new Error("NO KEY");
      },
    });
    const [failure] = await failuresOf(rehearseAgent(early, { seeds: 1 }));
    expect(failure!.messages[0]).toStartWith("The agent threw Error: NO KEY");
    expect(failure!.messages.slice(1)).toEqual([
      expect.stringContaining('Nobody asked for the decision "anything"'),
      "3 replies of the script were never met: it ended before.",
    ]);
  });

  test("that does not pass its own check", async () => {
    const checked = agent({
      name: "checked",
      replies: [],
      run: () => 1,
      check: { "asks something": ({ requests }) => requests.length > 0 || "it asked nothing" },
    });
    const [failure] = await failuresOf(rehearseAgent(checked, { seeds: 1 }));
    expect(failure).toMatchObject({
      kind: "asks something",
      messages: ["asks something: it asked nothing"],
    });
  });
});

test("every client that Bun brings asks the script, and one that was let go of before asks nobody", async () => {
  const url = "https://api.openai.com/v1/chat/completions";
  const asked = (content: string) => ({
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer any" },
    body: JSON.stringify({ model: "gpt-5.4", messages: [{ role: "user", content }] }),
  });
  const clients = agent({
    name: "clients",
    replies: ["node-fetch", "undici", "request"].map((name) =>
      reply(says(`By ${name}.`)).when(name),
    ),
    async run({ fetch }) {
      const nodeFetch = (loadBuiltin("node-fetch") as { default: typeof fetch }).default;
      const { fetch: undici, request } = loadBuiltin("undici") as Record<string, typeof fetch>;
      const { body } = (await request!(url, asked("request"))) as unknown as { body: Response };
      const signal = AbortSignal.abort(new Error("gone"));
      return [
        await textOf(await nodeFetch(url, asked("node-fetch"))),
        await textOf(await undici!(url, asked("undici"))),
        await textOf(Object.assign(body, { ok: true })),
        await fetch(url, { ...asked("gone"), signal }).catch(({ message }: Error) => message),
      ];
    },
    expect: (texts) =>
      texts.join() === "By node-fetch.,By undici.,By request.,gone" || `IT IS ${texts.join()}`,
  });
  await rehearseAgent(clients, { seeds: 3 });
});

describe("a person", () => {
  test("decides as the scenario says, after a virtual while", async () => {
    const asking = agent({
      name: "asking",
      replies: [],
      person: [
        { asked: /b\.txt/, answer: "yes", after: "1m" },
        { asked: "a.txt", answer: { why: "no" }, after: "30s" },
      ],
      async run({ person }) {
        const began = Date.now();
        return [await person("Remove a.txt?"), await person("Remove b.txt?"), Date.now() - began];
      },
      expect: (answers) => expect(answers).toEqual([{ why: "no" }, "yes", 90_000]),
    });
    const { questions } = await rehearseAgent(asking, { seeds: 3 });
    expect(questions.map(({ answer }) => answer)).toEqual([`{"why":"no"}`, `"yes"`]);
  });
});

describe("a step", () => {
  test("is ordered, and time stands still while it does what takes real time", async () => {
    const writing = (locked: boolean) =>
      agent({
        name: "writing",
        replies: [],
        async run({ step }) {
          let value = 0;
          let last: Promise<unknown> = Promise.resolve();
          const began = Date.now();
          const bump = async () => {
            const seen = await step("read", () =>
              Bun.file("package.json")
                .text()
                .then(() => value),
            );
            await step("write", async () => (value = seen + 1));
          };
          await Promise.all([1, 2].map(() => (locked ? (last = last.then(bump)) : bump())));
          return [value, Date.now() - began];
        },
        expect: ([value, elapsed]) => elapsed === 0 && (value === 2 || `LOST: ${value}`),
      });
    const [failure] = await failuresOf(rehearseAgent(writing(false), { seeds: 20 }));
    expect(failure?.messages).toEqual(["LOST: 1"]);
    await rehearseAgent(writing(true), { seeds: 20 });
  });

  test("that nobody waits for is left over, begun or not, also beside another of its name", async () => {
    const leaving = (waits: "for all" | "for one" | "for none") =>
      agent({
        name: `waits ${waits}`,
        replies: [reply(says("Yes."))],
        async run({ step, fetch }) {
          const notes = ["a", "b"].map(async (text) => await step("note", () => text));
          await chat(fetch, "?").then(textOf);
          if (waits !== "for none") await (waits === "for one" ? notes[0] : Promise.all(notes));
        },
      });
    await rehearseAgent(leaving("for all"), { seeds: 30 });
    for (const waits of ["for one", "for none"] as const) {
      const [failure] = await failuresOf(rehearseAgent(leaving(waits), { seeds: 30 }));
      expect(failure?.messages[0]).toMatch(
        /left something over: (2 times )?the step "note" (goes on|has not begun)/,
      );
      expect(failure?.messages[0]).toContain("await the step");
    }
  });

  test("may wait for what the simulation gives", async () => {
    const waiting = agent({
      name: "waiting",
      replies: [reply(says("Yes."))],
      person: [{ asked: "?", answer: 1, after: "5s" }],
      run: ({ step, fetch, person }) =>
        step("all", async () => {
          await new Promise((resolve) => setTimeout(resolve, 1000));
          return [await person("?"), await textOf(await chat(fetch, "?"))];
        }),
      expect: (value) => expect(value).toEqual([1, "Yes."]),
    });
    await rehearseAgent(waiting, { seeds: 5 });
  });
});

test("a process that is started, in whatever way, is told", async () => {
  const shown: string[] = [];
  const starting = agent({
    name: "starting",
    replies: [],
    run: () => [Bun.spawnSync(["true"]).exitCode, execFileSync("true").length],
    check: ({ notSimulated }) => void shown.push(...notSimulated),
  });
  await rehearseAgent(starting, { seeds: 1 });
  expect(new Set(shown)).toEqual(new Set(["the process `true`"]));
});

test("retry-after is waited for in virtual time, and an earlier retry breaks law a2", async () => {
  const asking = (waitMs: number) =>
    agent({
      name: "asking",
      replies: [reply(says("At last.")).fails(rateLimited("20s"), overloaded())],
      async run({ fetch }) {
        for (;;) {
          const response = await chat(fetch, "well?");
          if (response.ok) return [await textOf(response), Date.now(), performance.now()];
          await new Promise((resolve) => setTimeout(resolve, waitMs));
        }
      },
    });
  expect((await rehearseAgent(asking(20_000), { seeds: 2 })).durationMs).toBe(40_000);
  const [failure] = await failuresOf(rehearseAgent(asking(500), { seeds: 2 }));
  expect(failure?.kind).toBe("law a2 (retries)");
  expect(failure?.messages.join()).toContain("500 ms after #1, whose retry-after was 20000 ms");
});

test("many go on in one process, and none disturbs another or what is outside", async () => {
  const today = Date.now();
  const playing = (name: string, hours: number) =>
    agent({
      name,
      replies: [reply(says(`${name} A`)), reply(says(`${name} B`))],
      async run({ fetch }) {
        const began = Date.now();
        const texts: string[] = [];
        for (const words of ["a", "b"]) {
          texts.push(await textOf(await chat(fetch, words)));
          await new Promise((resolve) => setTimeout(resolve, hours * 3_600_000));
        }
        return [...texts, (Date.now() - began) / 3_600_000];
      },
      expect: (value) => expect(value).toEqual([`${name} A`, `${name} B`, 2 * hours]),
    });
  const reports = await Promise.all(
    [1, 2, 3].map((hours) => rehearseAgent(playing(`p${hours}`, hours), { seeds: 20 })),
  );
  expect(reports.map(({ durationMs }) => durationMs / 3_600_000)).toEqual([2, 4, 6]);
  expect(Math.abs(Date.now() - today)).toBeLessThan(60_000);
});
