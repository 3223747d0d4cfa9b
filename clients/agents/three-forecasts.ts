import { agent, overloaded, reply, says, uses } from "rehearsal/sim";

/** One conversation of a framework: its agent is asked this, with one tool, and says what the model said at last. */
export type Ask = (asked: {
  readonly fetch: typeof fetch;
  readonly words: string;
  readonly weather: (city: string) => Promise<string>;
}) => Promise<string>;

const cities = ["Oslo", "Rome", "Lima"];

/**
 * Three conversations at once, each with a tool that counts in a common total: it reads it, waits, and writes it back.
 * `counting` says whether they may do so at the same time, which loses counts.
 */
export const threeForecasts = (name: string, ask: Ask, counting: "at once" | "in a row") =>
  agent({
    name: `three forecasts by ${name}, counted ${counting}`,
    replies: cities.flatMap((city) => [
      reply(uses("weather", { city })).when(`weather of ${city}`).fails(overloaded()),
      reply(says(`It rains in ${city}.`)).chunkDelay("5ms"),
    ]),
    async run({ fetch, received }) {
      let total = 0;
      let last = Promise.resolve();
      const count = async () => {
        const seen = total;
        await new Promise((resolve) => setTimeout(resolve, 50));
        total = seen + 1;
      };
      const weather = async () => {
        await (counting === "at once" ? count() : (last = last.then(count)));
        return "rain";
      };
      const texts = await Promise.all(
        cities.map((city) => ask({ fetch, words: `weather of ${city}`, weather })),
      );
      for (const [at, city] of cities.entries()) received(`weather of ${city}`, texts[at]!);
      return { total, texts };
    },
    expect: ({ total, texts }) =>
      texts.join() === cities.map((city) => `It rains in ${city}.`).join()
        ? total === 3 || `LOST UPDATE: ${total} of 3 were counted`
        : `WRONG TEXT: ${texts.join()}`,
  });
