import { didYouMean } from "../../core/words/nearest-name.ts";

/**
 * Slips that types forbid, and that a file can hold all the same: it is not type-checked when it runs. Each is
 * refused where it is made, in one sentence that says what to write.
 */

/** What a value in the wrong place is; `other` is left for the loader's schema. */
type Kind =
  | "text"
  | "word"
  | "part"
  | "reply"
  | "raw"
  | "group"
  | "script"
  | "fault"
  | "fault-on-call"
  | "other";

function kindOf(value: unknown): Kind {
  if (typeof value === "string") return "text";
  if (typeof value === "function") return "word";
  if (value === null || typeof value !== "object") return "other";
  const data: unknown = "data" in value && typeof value.data === "object" ? value.data : value;
  if (data === null || typeof data !== "object") return "other";
  if ("parts" in data) return "fault" in value ? "raw" : "reply";
  if ("replies" in data) return "type" in data && data.type === "group" ? "group" : "script";
  if ("fault" in data && "on" in data) return "fault";
  if ("fault" in data && "call" in data) return "fault-on-call";
  return "type" in data && partTypes.has(data.type) ? "part" : "other";
}

const partTypes: ReadonlySet<unknown> = new Set([
  "text",
  "thinking",
  "redacted-thinking",
  "json",
  "provider-block",
  "provider-item",
  "web-search",
  "tool-use",
  "made",
]);

/** `reply("Hello")` */
export function requireParts(values: readonly unknown[]): void {
  for (const value of values) {
    switch (kindOf(value)) {
      case "text":
        throw new Error(`reply: ${quoted(value)} is a text: write reply(says(${quoted(value)}))`);
      case "reply":
        throw new Error("reply: a reply holds parts, such as says(…), and no other reply(…)");
      case "raw":
        throw new Error(
          "reply: raw(…) is a whole reply: write it in place of reply(…), or as reply(…).fails(raw(…))",
        );
      case "word":
        throw new Error(
          `reply: ${nameOf(value)} is a word that wants its brackets: ${nameOf(value)}(…)`,
        );
      case "fault":
      case "fault-on-call":
        throw new Error("reply: a fault is no part of a reply: write reply(…).fails(fault)");
      case "group":
        throw new Error("reply: a group holds replies, and is no part of one");
      case "part":
      case "script":
      case "other":
    }
  }
}

/** `tier1(group("Mend", reply(…)))` */
export function requireNoGroups(values: readonly unknown[], caller: string): void {
  if (!Array.isArray(values) || !values.some((value) => kindOf(value) === "group")) return;
  throw new Error(
    `${caller}: group(…) is for served({ … }) and agent({ … }), whose clients send no address: leave it out`,
  );
}

/** `tier1(says("Hello"))` */
export function requireReplies(values: readonly unknown[], caller: string): void {
  if (!Array.isArray(values)) return;
  for (const value of values as readonly unknown[]) {
    switch (kindOf(value)) {
      case "text":
        throw new Error(
          `${caller}: ${quoted(value)} is a text: wrap it in reply(…), as reply(says(${quoted(value)}))`,
        );
      case "part":
        throw new Error(
          `${caller}: a part stands here (such as says(…) or calls(…)) where a reply is wanted: wrap it in reply(…)`,
        );
      case "word":
        throw new Error(
          `${caller}: ${nameOf(value)} is a word that wants its brackets: ${nameOf(value)}(…)`,
        );
      case "fault":
      case "fault-on-call":
        throw new Error(`${caller}: a fault is no reply: write reply(…).fails(fault)`);
      case "script":
        throw new Error(`${caller}: tier1(…) to tier4(…) hold replies, and no other script`);
      case "reply":
      case "raw":
      case "group":
      case "other":
    }
  }
}

/** `models: [reply(…)]`, and members of another word. */
export function requireModels(script: object): void {
  if ("replies" in script)
    throw new Error(
      "scenario: `replies` is a member of served({ name, replies: […] }); a scenario has `models`: [tier1(…), …]",
    );
  if (!("models" in script) || !Array.isArray(script.models)) return;
  for (const value of script.models as readonly unknown[]) {
    const kind = kindOf(value);
    if (kind === "reply" || kind === "raw" || kind === "part" || kind === "text")
      throw new Error(
        "scenario: a reply in `models` is nobody's: put it into tier1(…), tier2(…), tier3(…) or tier4(…)",
      );
  }
}

/** `faults: [overloaded()]` */
export function requireNamedCalls(faults: readonly unknown[]): void {
  if (!Array.isArray(faults)) return;
  if ((faults as readonly unknown[]).some((value) => isUnplaced(kindOf(value))))
    throw new Error(
      "scenario: a fault in `faults` hits nothing: add .on(call…) to it, as in overloaded().on(call.tier1()), or write reply(…).fails(overloaded()) where the reply is",
    );
}

const isUnplaced = (kind: Kind): boolean => kind === "fault" || kind === "raw";

/** `.fails(overloaded().on(call.tier1()))` */
export function requireFaults(values: readonly unknown[]): void {
  if (values.length === 0) throw new Error("fails: name the fault, as in fails(overloaded())");
  for (const value of values) {
    const kind = kindOf(value);
    if (kind === "fault" || kind === "raw") continue;
    throw new Error(
      kind === "fault-on-call"
        ? "fails: this fault stands with its reply: leave .on(…) out"
        : 'fails: this is no fault of a reply, such as overloaded() or rateLimited("1s")',
    );
  }
  const end = (values as readonly { readonly isFinal?: boolean }[]).findIndex(
    ({ isFinal }) => isFinal === true,
  );
  if (end >= 0 && end < values.length - 1)
    throw new Error(
      "fails: a fault stands after a .final() one, where the client gives up: put .final() on the last one, or leave out what comes after it",
    );
}

/** `served({ name, models: […] })` */
export function requireServedMembers(script: object): void {
  const known = ["name", "replies", "allows", "whenSeveralFit"];
  for (const member of Object.keys(script)) {
    if (known.includes(member)) continue;
    const remedy = remedies.get(member) ?? didYouMean(member, known);
    throw new Error(`served: unknown member "${member}". ${remedy}`);
  }
}

const remedies: ReadonlyMap<string, string> = new Map([
  ["models", "Here it is replies: [reply(…), …], without tier1(…)."],
  ["faults", "A fault stands with its reply: reply(…).fails(fault)."],
  ["epic", "Leave it out: a script that is only served has no run."],
]);

const quoted = (value: unknown): string => JSON.stringify(String(value).slice(0, 60));

const nameOf = (value: unknown): string =>
  typeof value === "function" && value.name !== "" ? value.name : "a function";
