import { plugin } from "bun";

type Api = typeof import("../api.ts");

/**
 * Answers `rehearsal/sim` from this program, for files in any folder. A virtual module, because Bun asks
 * no run-time `onResolve` about the imports of an imported file; it also wins over an installed copy.
 */
export function provideApi(): void {
  void plugin({
    name: "rehearsal",
    setup(build) {
      build.module("rehearsal/sim", async () => ({ exports: await api(), loader: "object" }));
    },
  });
}

/**
 * What runs a scenario is loaded where it is called: that is most of the program, and a file which only describes one
 * would wait for it, as `serve` would before it listens (`bench start`).
 */
async function api(): Promise<Api> {
  const [words, { judgeBy }, { defaultOrder }, { decodeReplay }] = await Promise.all([
    import("./words.ts"),
    import("../laws/verdict.ts"),
    import("../schedule.ts"),
    import("../replay-code.ts"),
  ]);
  return {
    ...words,
    judgeBy,
    defaultOrder,
    decodeReplay,
    rehearse: async (...given) => await (await whole()).rehearse(...given),
    rehearseAgent: async (...given) => await (await whole()).rehearseAgent(...given),
    drawTrial: async (...given) => await (await whole()).drawTrial(...given),
    runTrial: async (...given) => await (await whole()).runTrial(...given),
    warmUp: async (...given) => await (await whole()).warmUp(...given),
  };
}

const whole = (): Promise<Api> => import("../api.ts");
