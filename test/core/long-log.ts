import type { Delta } from "../../src/core/reply/delta.ts";
import type { Event, EventBody } from "../../src/core/event.ts";
import { runId, type SessionId, ticketId, trackId } from "../../src/core/ids.ts";
import type { Settings } from "../../src/core/settings.ts";
import { noUsage } from "../../src/core/ledger/usage.ts";
import { sampleSettings } from "./sample-settings.ts";

/** A made-up log of workers that read one file after another: each turn is what a real one brings. */
export function longLog(size: {
  readonly sessions: number;
  readonly turnsEach: number;
  /** Of the output of each turn's tool; four characters are taken for a token. */
  readonly outputCharacters: number;
}): readonly Event[] {
  const log: Event[] = [];
  const add = (body: EventBody): number => {
    log.push({ seq: log.length + 1, atMs: 1_900_000_000_000 + log.length, ...body });
    return log.length;
  };
  add({ type: "run.started", schema: 1, runId: runId("long"), epic: "the epic", settings });
  const tickets = Array.from({ length: size.sessions }, (_, index) => ticketId(`T-${index}`));
  const track = trackId("A");
  add({ type: "tracks.accepted", tracks: [{ id: track, title: "A", description: "" }] });
  add({
    type: "tickets.accepted",
    trackId: track,
    tickets: tickets.map((id) => ({
      id,
      trackId: track,
      title: id,
      description: "",
      files: [],
      dependsOn: [],
    })),
  });
  for (const id of tickets) addSession(add, id, size.turnsEach, outputOf(size.outputCharacters));
  return log;
}

const settings: Settings = ((): Settings => {
  const { models, ...others } = sampleSettings();
  return {
    ...others,
    models: { ...models, tier3: { ...models.tier3, contextTokens: 200_000_000 } },
  };
})();

const line = "  readonly name: string; // of the ticket, as people know it\n";
const outputOf = (characters: number): string =>
  line.repeat(Math.ceil(characters / line.length)).slice(0, characters);

function addSession(
  add: (body: EventBody) => number,
  ticket: ReturnType<typeof ticketId>,
  turns: number,
  output: string,
): void {
  const sessionId = `tier3:${ticket}:1` as SessionId;
  const seat = { tier: "tier3", trackId: trackId("A"), ticketId: ticket, attempt: 1 } as const;
  const message = { role: "user", content: [{ type: "text", text: "do it" }] } as const;
  add({ type: "session.opened", sessionId, ...seat, message });
  const turnTokens = Math.ceil(output.length / 4) + 40;
  for (let turn = 1; turn <= turns; turn++) {
    const unit = { sessionId, turn, try: 1 };
    const callId = `call-${turn}`;
    const effectId = add({
      type: "model.started",
      unit,
      address: { ...seat, turn, try: 1 },
      model: "model",
      maxOutputTokens: 100,
      reservedTokens: 1,
      reservedUsd: null,
    });
    const deltas: readonly Delta[] = [
      { type: "text", block: 0, text: `I read the next file, number ${turn}.` },
      { type: "tool-use", block: 1, callId, tool: "read" },
      { type: "tool-input", block: 1, json: `{"file_path":"src/file-${turn}.ts"}` },
    ];
    const cacheReadTokens = turnTokens * (turn - 1);
    const usage = { ...noUsage, cacheReadTokens, cacheWriteTokens: turnTokens, outputTokens: 30 };
    add({ type: "stream.deltas", effectId, unit, deltas, usage });
    add({ type: "stream.completed", effectId, unit, stopReason: "tool-use", commandParts: {} });
    const place = { sessionId, turn, index: 0, callId };
    add({ type: "tool.ended", effectId: null, ...place, text: output, isError: false });
    add({ type: "results.returned", sessionId, turn });
  }
}
