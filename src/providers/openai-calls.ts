import type { JsonObject } from "../core/json.ts";
import type { Delta } from "../core/reply/delta.ts";
import { callIdsFor } from "./call-ids.ts";
import {
  countOf,
  decoded,
  isRecord,
  memberNamed,
  membersBeside,
  parseReceived,
  textOf,
} from "./json-value.ts";
import type { Asked } from "./asked.ts";
import { isNextInput, newInput } from "./new-input.ts";
import { toolNameOf } from "./tool-name.ts";

/** One call while its pieces come. `block` is `null` until its name is known, and its `json` is held back. */
interface OpenCall {
  block: number | null;
  id: string;
  name: string;
  json: string;
  /** Members that are no part of the wire as it is documented: they go back on this very call. */
  carried: Record<string, unknown>;
  /** What came of another call, or of this one once more, behind its input: which, its next input tells. */
  next: Opening;
  /** More of its input came without an id, or with its own: another id is another call's. */
  keepsId: boolean;
}

/** How a call begins; "": not known yet. */
interface Opening {
  readonly id: string;
  readonly name: string;
}

interface Piece extends Opening {
  readonly json: string;
}

/**
 * Puts a reply's calls together. By the documentation an index tells them apart and each has its id and its
 * name in its first piece. Servers also number all with 0 or none, send ids and names again with each piece,
 * ids that change with each piece, names late or in two pieces, and arguments as an object.
 */
export function openaiCalls(
  pass: (delta: Delta) => void,
  { address, tools }: Asked,
  newBlock: () => number,
): {
  read(wire: unknown): void;
  /** The calls of one list. */
  readAll(wires: readonly unknown[]): void;
  end(): void;
  count(): number;
} {
  const idOf = callIdsFor(address);
  const calls: OpenCall[] = [];
  const byIndex = new Map<number, OpenCall>();

  const begin = (index: number, { id, name }: Opening): OpenCall => {
    const before = byIndex.get(index);
    if (before !== undefined) announce(before);
    const call: OpenCall = {
      block: null,
      id,
      name,
      json: "",
      carried: {},
      next: nothingYet,
      keepsId: false,
    };
    byIndex.set(index, call);
    calls.push(call);
    if (tools.has(toolNameOf(name, tools))) announce(call);
    return call;
  };
  /** Its name is whole: it is known for a tool's, or arguments, another call or the end follow. */
  const announce = (call: OpenCall): void => {
    if (call.block !== null) return;
    call.block = newBlock();
    const tool = toolNameOf(call.name, tools);
    pass({ type: "tool-use", block: call.block, callId: idOf(call.id), tool });
    if (call.json !== "") pushInput(call.block, call.json);
    if (Object.keys(call.carried).length > 0) pushCarried(call.block, call.carried as JsonObject);
  };
  /**
   * By its index; without one by its id, and without that it is the last one's. Where the index counts the pieces,
   * one without a name goes on with what is known by its id, or with what is not whole yet.
   */
  const knownFor = (index: number | null, { id, name }: Piece): OpenCall | undefined => {
    const own = index === null ? undefined : byIndex.get(index);
    if (own !== undefined || (index !== null && name !== "")) return own;
    const named = id === "" ? undefined : calls.findLast((call) => call.id === id);
    const last = calls.at(-1);
    if (index === null || named !== undefined) return named ?? last;
    return id === "" && last !== undefined && !isJsonObject(last.json) ? last : undefined;
  };
  const pushInput = (block: number, json: string): void =>
    pass({ type: "tool-input", block, json });
  const pushCarried = (block: number, members: JsonObject): void =>
    pass({ type: "carried", block, members });

  const read = (wire: unknown, place: number | null): void => {
    if (!isRecord(wire)) return;
    const called = calledIn(wire);
    const piece: Piece = {
      id: idText(wire["id"]) || idText(wire["call_id"] ?? wire["tool_call_id"]),
      name: textOf(called["name"]),
      json: argumentsOf(
        called["arguments"] ?? called["input"] ?? called["parameters"] ?? called["args"],
      ),
    };
    const index = countOf(wire["index"]) ?? place;
    const known = knownFor(index, piece);
    if (known !== undefined && isRepeated(known, piece)) return;
    const call =
      known === undefined || isAnother(known, piece, tools)
        ? begin(index ?? 0, withOpening(piece, known?.next ?? nothingYet))
        : known;
    if (call === known) goOn(call, piece, tools);
    const members = unknownMembers(wire);
    if (members !== null) {
      Object.assign(call.carried, members);
      if (call.block !== null) pushCarried(call.block, members);
    }
    const json = call === known ? newInput(call.json, piece.json) : piece.json;
    call.json += json;
    if (call.block !== null) {
      if (json !== "") pushInput(call.block, json);
    } else if (call.name !== "" && (call.json !== "" || tools.has(toolNameOf(call.name, tools))))
      announce(call);
  };

  return {
    read: (wire) => read(wire, null),
    readAll(wires) {
      // Where none has a number, each one's place is its number.
      const isUnnumbered = wires.length > 1 && wires.every((wire) => indexOf(wire) === null);
      wires.forEach((wire, place) => read(wire, isUnnumbered ? place : null));
    },
    end() {
      // A call of which nothing came is none.
      for (const call of calls) if (call.name !== "" || call.json !== "") announce(call);
    },
    count: () => calls.length,
  };
}

const nothingYet: Opening = { id: "", name: "" };

const withOpening = ({ id, name }: Opening, before: Opening): Opening => ({
  id: id || before.id,
  name: name || before.name,
});

const isOther = (id: string, known: string): boolean => id !== "" && known !== "" && id !== known;

/** Some servers send their calls once more, whole, behind the pieces, and without the id that they told. */
const isRepeated = (known: OpenCall, { id, name, json }: Piece): boolean =>
  known.id !== "" &&
  !isOther(id || known.next.id, known.id) &&
  name === known.name &&
  json !== "" &&
  json === known.json;

/** Whether a piece with the index of a known call begins another one. */
function isAnother(
  known: OpenCall,
  { id, name, json }: Piece,
  tools: ReadonlySet<string>,
): boolean {
  const isWhole = () => /^\s*(\{|$)/.test(json) && isJsonObject(known.json);
  const isNext = () => isNextInput(known.json, json);
  const isOtherName =
    name !== known.name && toolNameOf(name, tools) !== toolNameOf(known.name, tools);
  if (isOther(id, known.id)) {
    if (isWhole()) return true;
    // Ids that change with each piece come with the same name, or with none; two calls may need no input.
    return name !== "" && (isOtherName || json === "" || known.keepsId || isNext());
  }
  // An opening that came in pieces of its own.
  if (known.next.name !== "" && isNext()) return true;
  if (name === "") return false;
  if (isOther(known.next.id, known.id)) return true;
  const isTool = (candidate: string): boolean => tools.has(toolNameOf(candidate, tools));
  // The rest of a name, maybe with the first arguments.
  const isBegun = known.json === "" && !isTool(known.name);
  if (isBegun && (isTool(known.name + name) || isWholeName(known.name, name))) return false;
  // Another call of a server that gives ids would have one.
  if (isBegun && known.id !== "" && id === "") return false;
  // Some send the name again with each piece, and another name is another call's.
  if (isWhole()) return json !== "" || isOtherName;
  // It may be all that there is by now; and a word stands for what is still to come: `None`.
  if (!isOtherName)
    return newInput(known.json, json) === json && !/^\w/.test(known.json) && isNext();
  // Without ids and arguments, two names in a row are two calls where the first is a tool's.
  return known.name !== "" && (json !== "" || isTool(known.name));
}

/** Some send all of a name that there is by now. */
const isWholeName = (before: string, name: string): boolean =>
  before !== "" && name.length > before.length && name.startsWith(before);

/** A piece of this call, or one that only its next input tells from an opening. */
function goOn(call: OpenCall, piece: Piece, tools: ReadonlySet<string>): void {
  const { id, name, json } = piece;
  if (json !== "" && (id === "" || id === call.id)) call.keepsId = true;
  const mayOpen =
    json === "" ? call.json !== "" || isOther(id, call.id) : name !== "" && isJsonObject(call.json);
  if (mayOpen) call.next = withOpening(piece, call.next);
  join(call, piece, tools);
}

/** The first id that says something counts; a name may come late, and in pieces before its arguments. */
function join(call: OpenCall, { id, name }: Piece, tools: ReadonlySet<string>): void {
  if (call.block !== null) return;
  if (call.id === "") call.id = id;
  if (name === "" || name === call.name) return;
  if (isWholeName(call.name, name)) call.name = name;
  else if (call.name === "" || (call.json === "" && !tools.has(toolNameOf(call.name, tools))))
    call.name += name;
}

function isJsonObject(json: string): boolean {
  return json.trimEnd().endsWith("}") && isRecord(parseReceived(json));
}

const indexOf = (wire: unknown): number | null => countOf(memberNamed(wire, "index"));

const idText = (id: unknown): string =>
  typeof id === "string" && id !== "null" ? id : typeof id === "number" ? String(id) : "";

/** What is called: in a member of its own, that of a tool that takes text among them, or beside the id. */
const calledIn = (wire: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  [decoded(wire["function"]), wire["custom"]].find(isRecord) ?? wire;

/** Some servers send what should be JSON text as an object. */
function argumentsOf(value: unknown): string {
  if (typeof value === "string") return value;
  const pieces = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (pieces.length > 0 && pieces.every((piece) => typeof piece === "string"))
    return pieces.join("");
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

const documentedMembers: ReadonlySet<string> = new Set([
  "index",
  "id",
  "type",
  "function",
  "custom",
  "call_id",
  "tool_call_id",
  "args",
  "name",
  "arguments",
  "input",
  "parameters",
]);

/** Gemini's thought signatures are such: `extra_content.google.thought_signature`. LiteLLM has them on the function, too. */
function unknownMembers(wire: Readonly<Record<string, unknown>>): JsonObject | null {
  const { function: called } = wire;
  const own = membersBeside(documentedMembers, wire);
  const inner = isRecord(called) ? membersBeside(documentedMembers, called) : null;
  if (inner === null) return own;
  return { ...own, function: inner };
}
