import {
  allow,
  calls,
  check,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  usage,
} from "rehearsal/sim";
import { levelOf } from "../src/core/window/context-level.ts";
import { contextOf, type ContextView } from "../src/core/window/context-view.ts";
import type { Event } from "../src/core/event.ts";
import type { SessionId } from "../src/core/ids.ts";
import { reduce } from "../src/core/reduce/reduce.ts";
import type { State } from "../src/core/state.ts";

const turns = Array.from({ length: 60 }, (_, index) => index + 1);
const pathOf = (turn: number) => `diary/day-${turn}.md`;
const pageOf = (turn: number) =>
  Array.from(
    { length: 12 },
    (_, line) =>
      `${line + 1}. On day ${turn} the wind came from the ${["north", "east", "south", "west"][(turn + line) % 4]}, and we made ${(turn * 7 + line * 3) % 50} miles before noon.`,
  ).join("\n");

const worker = "tier3:voyage:1" as SessionId;

interface Preview {
  readonly view: ContextView;
  readonly next: Event;
}

/** Two checks read the same log, and it takes as long as the run. */
const known = new WeakMap<readonly Event[], readonly Preview[]>();

function previews(log: readonly Event[]): readonly Preview[] {
  const seen = known.get(log) ?? previewsOf(log);
  known.set(log, seen);
  return seen;
}

/** What stood before each call of the worker, and what then happened. */
function previewsOf(log: readonly Event[]): readonly Preview[] {
  const seen: Preview[] = [];
  let state: State | null = null;
  for (const next of log) {
    const isOurs =
      (next.type === "context.trimmed" && next.sessionId === worker) ||
      (next.type === "model.started" && next.unit.sessionId === worker);
    const view = isOurs && state !== null ? contextOf(state, worker, next.atMs) : null;
    if (view !== null) seen.push({ view, next });
    state = reduce(state, next);
  }
  return seen;
}

const last = (log: readonly Event[]): ContextView => {
  let state: State | null = null;
  for (const event of log) state = reduce(state, event);
  const view = state === null ? null : contextOf(state, worker, state.nowMs);
  if (view === null) throw new Error("the worker never began");
  return view;
};

const upTo = (turn: number) => Array.from({ length: turn }, (_, index) => index + 1);

/** One page is read in a way that fails and shows it all the same. */
const readingOf = (turn: number) =>
  turn === 7
    ? calls("bash", { command: `cat ${pathOf(turn)} && false` })
    : calls("read", { file_path: pathOf(turn) });

export default scenario({
  name: "a worker goes on for sixty turns in a window that holds twenty",
  epic: "Tell how far the ship came in sixty days",
  workspace: Object.fromEntries(turns.map((turn) => [pathOf(turn), pageOf(turn)])),
  rules: [allow.everything()],
  config: { contextTokens: 8_000, maxOutputTokens: 1_000, turns: 70 },
  models: [
    tier1(reply(tracks({ id: "log", title: "Read the diary" }))),
    tier2("log", reply(tickets({ id: "voyage", title: "Read all sixty days, one after another" }))),
    tier3(
      "voyage",
      ...turns.map((turn) => reply(says(`Day ${turn} next.`), readingOf(turn))),
      reply(says("We came far in sixty days.")),
    ),
  ],
  expect: [
    outcome("done"),
    ticket("voyage").done(),
    usage("tier3").cacheReadTokens.atLeast(1),
    check("what the preview names is what is left out, and nothing else ever is", (run) => {
      let trims = 0;
      for (const { view, next } of previews(run.log)) {
        const { nextCall } = view;
        if (next.type !== "context.trimmed") {
          if (nextCall.type !== "fits") return `turn ${view.turn}: "${nextCall.type}" was foretold`;
          continue;
        }
        trims++;
        if (nextCall.type !== "trims") return `turn ${view.turn}: no trim was foretold`;
        const left = new Set([...view.dropped.turns, ...nextCall.turns]);
        if (`${[...left]}` !== `${upTo(next.drops.turnsThrough)}`) return `turns ${[...left]}`;
        const slim = [...view.dropped.results, ...nextCall.results].filter((one) => !left.has(one));
        const expected = upTo(next.drops.resultsThrough).filter((one) => !left.has(one));
        if (`${slim}` !== `${expected}`) return `output of turns ${slim}, and not ${expected}`;
      }
      return trims >= 5 || `only ${trims} trims`;
    }),
    check(
      "each call reads what the one before it left in the cache, but for those that trim",
      (run) => {
        const { calls: made } = last(run.log);
        // OpenAI's wire reports what was read and never what was written: there is nothing to hold it against.
        if (made.every(({ cache }) => cache.writtenTokens === 0)) return true;
        for (const [index, call] of made.entries()) {
          const before = made[index - 1];
          if (before === undefined) continue;
          const hasTrimmed = JSON.stringify(before.drops) !== JSON.stringify(call.drops);
          const left = before.cache.readTokens + before.cache.writtenTokens;
          if (hasTrimmed ? call.cache.miss !== "history" : call.cache.miss !== null) {
            return `turn ${call.turn} missed: ${call.cache.miss}`;
          }
          // System, tools and files stay the same prefix whatever is trimmed.
          if (hasTrimmed && call.cache.readTokens === 0) return `turn ${call.turn} read nothing`;
          if (!hasTrimmed && call.cache.readTokens !== left) return `turn ${call.turn} read less`;
        }
      },
    ),
    check(
      "the bar goes from green through yellow to red, and back to yellow by each trim",
      (run) => {
        const shares = previews(run.log).map(({ view, next }) => ({
          next,
          share: view.utilisation!,
        }));
        const levels = shares.map(({ share }) => levelOf(share));
        if (levels[0] !== "low" || levels.indexOf("middle") > levels.indexOf("high")) {
          return levels.join(" ");
        }
        for (const [index, { next, share }] of shares.entries()) {
          if (next.type !== "context.trimmed") continue;
          const after = levelOf(shares[index + 1]!.share);
          if (levelOf(share) !== "high" || after !== "middle") return `${share} ${after}`;
        }
      },
    ),
    check("estimates are within a tenth of what was reported, from the second turn on", (run) => {
      const off = last(run.log).calls.filter(
        ({ turn, error }) => turn > 1 && Math.abs(error ?? 0) > 0.1,
      );
      return off.length === 0 || off.map(({ turn, error }) => `turn ${turn}: ${error}`).join(", ");
    }),
    check("no request was longer than the window", (run) =>
      last(run.log).calls.every(({ reportedTokens }) => reportedTokens <= 8_000),
    ),
  ],
});
