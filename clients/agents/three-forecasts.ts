import { agent, overloaded, reply, says, uses } from "rehearsal/sim";
import type { Ask } from "./conversation.ts";
import { steadyFetch } from "./steady-fetch.ts";

/** One version of the program. */
export type Version = (typeof versions)[number];

/** Right, or with one of the mistakes that only some orders or faults show. */
export const versions = [
  "right under orders",
  "right under drawn faults",
  "lost update",
  "missing retry",
  "mixed streams",
] as const;

export const scenarioName = (framework: string, version: Version): string =>
  `three forecasts by ${framework}, ${version}`;

/** Which faults a version is rehearsed under. */
export const faultsOf = (version: Version): "all" | "scripted" =>
  version === "missing retry" || version === "right under drawn faults" ? "all" : "scripted";

const cities = ["Oslo", "Rome", "Lima"];

/**
 * Three conversations at once, each with a tool that counts in a common total: it reads it, waits, and writes it back.
 * What each says is shown as it comes. Where no faults are drawn, each first request meets an overload.
 */
export const threeForecasts = (name: string, ask: Ask, version: Version) =>
  agent({
    name: scenarioName(name, version),
    replies: cities.flatMap((city) => {
      const call = reply(uses("weather", { city })).when(`weather of ${city}`);
      return [
        faultsOf(version) === "all" ? call : call.fails(overloaded()),
        reply(says(`It rains in ${city}.`)).chunkDelay("5ms"),
      ];
    }),
    async run({ fetch, received }) {
      let total = 0;
      let last = Promise.resolve();
      const count = async () => {
        const seen = total;
        await new Promise((resolve) => setTimeout(resolve, 50));
        total = seen + 1;
      };
      const screens = new Map(cities.map((city) => [city, ""]));
      let shown = "";
      const texts = await Promise.all(
        cities.map((city) =>
          ask({
            fetch: version === "right under drawn faults" ? steadyFetch(fetch) : fetch,
            words: `weather of ${city}`,
            retries: version === "missing retry" ? 0 : 2,
            async weather() {
              shown = city;
              await (version === "lost update" ? count() : (last = last.then(count)));
              return "rain";
            },
            hears(piece) {
              const screen = version === "mixed streams" ? shown : city;
              screens.set(screen, screens.get(screen)! + piece);
            },
          }),
        ),
      );
      for (const [city, text] of screens) received(`weather of ${city}`, text);
      return { total, texts };
    },
    expect: ({ total, texts }) =>
      texts.join() === cities.map((city) => `It rains in ${city}.`).join()
        ? total === 3 || `LOST UPDATE: ${total} of 3 were counted`
        : `WRONG TEXT: ${texts.join()}`,
  });
