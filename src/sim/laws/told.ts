import { assertNever } from "../../core/assert-never.ts";
import type { Delta } from "../../core/reply/delta.ts";
import type { Event } from "../../core/event.ts";
import { canonicalJson, type Json } from "../../core/json.ts";
import { isObject, parseJson } from "../../mock-provider/json-object.ts";
import type { RunRecord } from "../record.ts";
import { nameOfAsked, nameOfUnit, rawUnitsOf, sentByUnit } from "./delivery.ts";
import { checkMarks } from "../../mock-provider/reading/cache-marks.ts";
import type { Complain, Turn, TurnItem } from "../../mock-provider/reading/turn.ts";
import { wires } from "../../mock-provider/wires.ts";
import { checkGateWords, checkVouchedCalls } from "./passed-on/gate-words.ts";
import { checkNotes } from "./passed-on/notes.ts";
import { checkCalls } from "./session/calls.ts";
import { checkHeard, instructionsOf } from "./session/instructions.ts";
import { checkOutcomes } from "./session/outcomes.ts";
import { checkOpenings } from "./session/openings.ts";
import { checkSystemPrompt, systemPromptsOf } from "./session/system-prompts.ts";
import { checkDrops, checkRoom, checkWindow, windowsOf } from "./session/windows.ts";
import { judgeBy, type Verdict } from "./verdict.ts";

const checksOfLog = [
  checkGateWords,
  checkVouchedCalls,
  checkNotes,
  checkOpenings,
  checkCalls,
  checkDrops,
  checkRoom,
];

/**
 * Law 13. Each request is one that its server takes, and holds what it must: its tier's instructions, the last reply whole,
 * with the signatures of its thoughts, each call with its own result and whether that is an error, and the newest words; and
 * what was said for a model is among these.
 */
export function checkTold(record: RunRecord): Verdict {
  return judgeBy(({ exercise, breach }) => {
    for (const check of checksOfLog) check(record.log, { exercise, breach });
    checkOutcomes(record, { exercise, breach });
    const story = storyOf(record);
    const windows = windowsOf(record.log);
    const systemPrompts = systemPromptsOf(record.log);
    const instructions = instructionsOf(record.log, { exercise, breach });
    const hasUnlearned = record.log.some(
      (event) => event.type === "server.learned" && event.traits.thoughts === "never",
    );
    let hasThoughts = false;
    const emptied: string[] = [];
    for (const observation of record.observations) {
      if (observation.type !== "request" || observation.address === null) continue;
      const { address, wire, body } = observation;
      const unit = nameOfAsked(address);
      const complain = (what: string): void => breach(`the request of ${unit}: ${what}`);
      exercise();
      const turns = wires[wire].turns(body, complain);
      checkTurns(turns, complain);
      checkSystemPrompt(body, systemPrompts[address.tier], complain);
      if (wire === "anthropic") checkMarks(body, complain);
      const window = windows.get(unit);
      if (window !== undefined) checkWindow(turns, window, complain);
      const heard = instructions.get(unit);
      // Where turns were dropped from the window, a person's words may have been among them.
      if (heard !== undefined && window?.turnsThrough === 0) checkHeard(turns, heard, complain);
      // A reply that a crash kept out of the log is not checked: no entry says what it held.
      const owed = story.get(unit);
      if (owed === undefined) continue;
      checkContent(turns, address.tier === "tier3" ? owed : withoutCalls(owed), complain);
      const said = turns.at(-2)?.items ?? [];
      hasThoughts ||= said.some(({ type }) => type === "thought");
      if (lacksEmptyThought(said, owed)) emptied.push(unit);
    }
    // Some servers take no thoughts at all.
    if (hasThoughts && !hasUnlearned)
      for (const unit of emptied)
        breach(`the request of ${unit}: the empty thought of the last reply is missing`);
  });
}

/** Faults of a conversation for which the server of any wire would refuse it. */
function checkTurns(turns: readonly Turn[], complain: Complain): void {
  if (turns[0]?.role !== "user") complain("it does not begin with the user");
  if (turns.at(-1)?.role !== "user") complain("it does not end with the user");
  const ids = new Set<string>();
  let open: readonly string[] = [];
  for (const [index, { role, items }] of turns.entries()) {
    if (role === turns[index - 1]?.role)
      complain(`turns ${index} and ${index + 1} are both of the ${role}`);
    if (items.length === 0) complain(`turn ${index + 1} holds nothing`);
    for (const item of items) checkItem(item, role, ids, complain);
    const answered = items.flatMap((item) => (item.type === "result" ? [item.id] : []));
    if (role === "user" && answered.toSorted().join() !== open.toSorted().join())
      complain(
        `turn ${index + 1} answers the calls ${answered.join(", ") || "(none)"}; open are ${open.join(", ") || "none"}`,
      );
    open = items.flatMap((item) => (item.type === "call" ? [item.id] : []));
  }
}

function checkItem(item: TurnItem, role: Turn["role"], ids: Set<string>, complain: Complain): void {
  switch (item.type) {
    case "text":
      if (item.text.trim() === "") complain("a text holds white space alone");
      return;
    case "call":
      if (role === "user") complain("the user makes a call");
      if (!/^[a-zA-Z0-9_-]{1,64}$/.test(item.name)) complain(`a tool is called ${item.name}`);
      if (!isObject(item.input)) complain(`the input of the call ${item.id} is no object`);
      if (item.id === "" || ids.has(item.id))
        complain(`the id "${item.id}" is none, or stands twice`);
      ids.add(item.id);
      return;
    case "result":
      if (role === "assistant") complain("the assistant answers a call");
      return;
    case "thought":
      if (role === "user") complain("the user thinks");
      return;
    default:
      assertNever(item);
  }
}

/** What a request must hold, by the log and by what the provider sent. */
interface Story {
  /** What the provider sent in the reply before it; `null` for none, or for one that the mock did not read. */
  readonly reply: readonly Delta[] | null;
  /** What its calls came to, in their order. */
  readonly results: readonly { readonly text: string; readonly isError: boolean }[];
  /** The newest words for the session, each of which the request must hold. */
  readonly words: readonly string[];
}

function storyOf(record: RunRecord): ReadonlyMap<string, Story> {
  const stories = new Map<string, Story>();
  const sent = sentByUnit(record.observations);
  const raw = rawUnitsOf(record);
  const sessions = new Map<string, { -readonly [Member in keyof Story]: Story[Member] }>();
  const sessionOf = (id: string) => {
    const known = sessions.get(id) ?? { reply: null, results: [], words: [] };
    sessions.set(id, known);
    return known;
  };
  for (const event of record.log) {
    switch (event.type) {
      case "session.opened":
      case "message.added":
        sessionOf(event.sessionId).words = wordsOf(event);
        break;
      case "tool.ended": {
        const session = sessionOf(event.sessionId);
        const results = [...session.results];
        results[event.index] = { text: event.text, isError: event.isError };
        session.results = results;
        break;
      }
      case "model.started":
        stories.set(nameOfUnit(event.unit), { ...sessionOf(event.unit.sessionId) });
        break;
      case "stream.completed": {
        const name = nameOfUnit(event.unit);
        const session = sessionOf(event.unit.sessionId);
        Object.assign(session, {
          reply: raw.has(name) ? null : (sent.get(name) ?? null),
          results: [],
          words: [],
        });
        break;
      }
      default:
    }
  }
  return stories;
}

const wordsOf = ({ message }: Extract<Event, { type: "session.opened" | "message.added" }>) =>
  message.content.flatMap((block) => (block.type === "text" ? [block.text] : []));

/** Planners and QA have no tools: a call in their reply is left out of the next request, which says so in words. */
const withoutCalls = (owed: Story): Story => ({
  ...owed,
  reply: owed.reply?.filter(({ type }) => type !== "tool-use" && type !== "tool-input") ?? null,
});

function checkContent(turns: readonly Turn[], owed: Story, complain: Complain): void {
  const last = turns.at(-1)?.items ?? [];
  const heard = last.flatMap((item) => (item.type === "text" ? [item.text] : [])).join("\n");
  for (const words of owed.words)
    if (words.trim() !== "" && !heard.includes(words.trim()))
      complain(`it lacks the newest words: ${JSON.stringify(words.slice(0, 60))}`);
  if (owed.reply === null) return;
  checkReply(turns.at(-2)?.items ?? [], owed.reply, complain);
  const results = last.filter((item) => item.type === "result");
  for (const [index, { text, isError }] of owed.results.entries()) {
    const result = results[index];
    if (result === undefined) continue;
    if (result.isError !== isError)
      complain(`the result of ${result.id} is told as ${result.isError ? "an error" : "none"}`);
    if (result.text !== text) complain(`the result of ${result.id} is another`);
  }
}

/** The last reply goes back as it came: its text, its calls, and the signatures of its thoughts. */
function checkReply(items: readonly TurnItem[], reply: readonly Delta[], complain: Complain): void {
  const sent = {
    words: "",
    tools: [] as string[],
    inputs: [] as string[],
    proofs: new Map<number, string>(),
  };
  for (const delta of reply) {
    if (delta.type === "text") sent.words += delta.text;
    if (delta.type === "tool-use") {
      sent.tools.push(delta.tool);
      sent.inputs.push("");
    }
    if (delta.type === "tool-input") sent.inputs[sent.inputs.length - 1] += delta.json;
    if (delta.type === "signature")
      sent.proofs.set(delta.block, (sent.proofs.get(delta.block) ?? "") + delta.signature);
    if (delta.type === "redacted-thinking") sent.proofs.set(delta.block, delta.data);
  }
  const calls = items.filter((item) => item.type === "call");
  if (calls.length !== sent.tools.length)
    complain(`it tells of ${calls.length} calls; the last reply made ${sent.tools.length}`);
  for (const [index, call] of calls.entries()) {
    const meant = parseJson(sent.inputs[index] ?? "");
    // An input that is no JSON object was mended, or is reported to the model as that call's error.
    if (isObject(meant) && !isSame(call.input, meant))
      complain(`the input of ${call.id} is another`);
  }
  const words = items.flatMap((item) => (item.type === "text" ? [item.text] : [])).join("");
  if (sent.words.trim() !== "" && bare(words) !== bare(sent.words))
    complain("the words of the last reply are others");
  const proofs = items.flatMap((item) =>
    item.type === "thought" && item.proof !== null ? [item.proof] : [],
  );
  // Servers refuse a turn that holds thoughts only, so such a reply may be left out as a whole.
  const isLeftOut = sent.words.trim() === "" && sent.tools.length === 0 && proofs.length === 0;
  if (!isLeftOut && proofs.join("\n") !== [...sent.proofs.values()].join("\n"))
    complain("the proofs of the last reply's thoughts are missing, or others");
}

/** Beside calls, a server may want a thought back that says nothing, and has no proof. */
function lacksEmptyThought(items: readonly TurnItem[], owed: Story): boolean {
  const reply = owed.reply ?? [];
  const thoughts = reply.filter(({ type }) => type === "thinking");
  const isEmpty = thoughts.every((delta) => delta.type === "thinking" && delta.text === "");
  const isSigned = reply.some(({ type }) => type === "signature");
  const holds = (type: TurnItem["type"]): boolean => items.some((item) => item.type === type);
  return thoughts.length > 0 && isEmpty && !isSigned && holds("call") && !holds("thought");
}

const isSame = (first: Json | undefined, second: Json): boolean =>
  first !== undefined && canonicalJson(first) === canonicalJson(second);

/** Without white space, because wires separate blocks in different ways. */
const bare = (text: string): string => text.replace(/\s+/g, "");
