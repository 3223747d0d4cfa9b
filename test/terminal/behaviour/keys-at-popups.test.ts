import { afterAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Answer, Popup } from "../../../src/core/gates/popup.ts";
import { popupId, ticketId } from "../../../src/core/ids.ts";
import { runs, timeoutMs } from "../../sim/arbitrary/runs.ts";
import { editors, openTerminal, type PersonAtTerminal } from "../pty/person-at-terminal.ts";
import { popup } from "../sample-run.ts";

const readableAfterMs = 700;
const popupsMax = 6;
const columnsOf = [40, 80, 200];

/** What happens at a terminal while popups are open. */
type Happening =
  | { readonly type: "types"; readonly text: string; readonly cuts: readonly number[] }
  | { readonly type: "pastes"; readonly text: string; readonly cuts: readonly number[] }
  | { readonly type: "waits"; readonly ms: number }
  | { readonly type: "resizes"; readonly columns: number }
  | { readonly type: "is stopped and goes on" }
  | { readonly type: "presses Ctrl-Z" }
  | { readonly type: "sees the row change" }
  | { readonly type: "learns that it is decided elsewhere" };

const keys = [
  "\r",
  "y",
  "n",
  "a",
  "e",
  "v",
  "\t",
  "\u001b[A",
  "\u001b[B",
  "\u001bOB",
  "j",
  "k",
  " ",
  "nn",
];
const typed = fc.string({
  unit: fc.constantFrom("y", "n", "a", "e", "5", "\r", "\n", "so", " ", "é"),
  maxLength: 12,
});
/** Where a text is cut into what is read at once. */
const cuts = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(fc.nat(12), { maxLength: 2 }) },
);
const presses: fc.Arbitrary<Happening> = fc.record({
  type: fc.constant("types" as const),
  text: fc.constantFrom(...keys, "y\r"),
  cuts,
});
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: presses },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("types" as const),
      text: typed,
      cuts: fc.constant([]),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("pastes" as const), text: typed, cuts }),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(1, 300, 699, 700, 2_000)
      .map((ms) => ({ type: "waits" as const, ms })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...columnsOf)
      .map((columns) => ({ type: "resizes" as const, columns })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Happening>(
      { type: "is stopped and goes on" },
      { type: "presses Ctrl-Z" },
      { type: "sees the row change" },
      { type: "learns that it is decided elsewhere" },
    ),
  },
);

const press = (text: string): Happening => ({ type: "types", text, cuts: [] });
const readFirst: Happening = { type: "waits", ms: readableAfterMs };

/** One thing, or a key that is pressed once the list could be read, with words after it. */
const happenings: fc.Arbitrary<readonly Happening[]> = fc
  .array(
    fc.oneof(
      happening.map((one) => [one]),
      presses.map((one) => [readFirst, one]),
      fc
        .tuple(
          fc.constantFrom("e", "e", "n", "\r"),
          fc.constantFrom("5", "so é", "", "\r5"),
          fc.constantFrom([], ["\r"], ["\t", "\r"]),
        )
        .map(([key, words, ends]) => [readFirst, ...[key, words, ...ends].map(press)]),
    ),
    { maxLength: 10 },
  )
  .map((lists) => lists.flat());

/** What can be read of a list on the screen: which popup's it is, and what each option would decide. */
interface Seen {
  readonly popup: string;
  readonly labels: readonly string[];
  /** The index of the option that Enter takes. */
  readonly marked: number;
}

/** The last list on the screen; `null` where none stands there to be answered by one key. */
function seenOn(rows: readonly string[]): Seen | null {
  const prompt = rows.findLastIndex((row) => row.startsWith("◆  "));
  const options: { label: string; readonly isMarked: boolean }[] = [];
  for (const row of rows.slice(prompt + 1)) {
    const [, mark, text = ""] = /^│ +(?:([●○]) )?(.*)$/.exec(row) ?? [];
    if (mark !== undefined) options.push({ label: text.trim(), isMarked: mark === "●" });
    // A narrow terminal has the rest of a label below its beginning.
    else if (options.length > 0 && text !== "") options.at(-1)!.label += ` ${text.trim()}`;
  }
  const title = rows.slice(0, prompt).findLast((row) => /^◆ .* · ticket \w/.test(row));
  if (options.length === 0 || title === undefined) return null;
  return {
    popup: / · ticket (\w+)/.exec(title)![1]!,
    labels: options.map(({ label }) => label),
    marked: options.findIndex(({ isMarked }) => isMarked),
  };
}

const isSameList = (one: Seen | null, other: Seen | null): boolean =>
  one !== null && other !== null && one.popup === other.popup && one.labels[0] === other.labels[0];

const decisionOf: readonly (readonly [RegExp, Answer["decision"]["type"]])[] = [
  [/^Yes, and from now on/, "always"],
  [/^No, and say why/, "reject"],
  [/^Give up/, "abort"],
  [/^Answer/, "answer"],
  [/^Change/, "edit"],
  [/^Raise/, "raise"],
  [/^Stop/, "stop"],
  [/^The (ticket|branch)’?'?s/, "take"],
  [/^Try again/, "retry"],
  [/^It happened/, "happened"],
  [/^It did not/, "redo"],
  [/^Yes/, "approve"],
];

// oxlint-disable-next-line no-control-regex -- arrows
const keyPieces = /\u001b[[O][AB]|[^]/g;

/** What a piece of typing means to who sees this list; `null`: it decides nothing there. */
function meantBy(text: string, { labels, marked }: Seen): string | null {
  const pressed = text.replace(/[\r\n]+$/, "");
  const named = /^(.)\1*$/u.exec(pressed)?.[1];
  const byKey = labels.find((label) => label.endsWith(`(${named})`));
  if (byKey !== undefined) return byKey;
  if (pressed === text) return null;
  let at = marked;
  for (const move of pressed.match(keyPieces) ?? []) {
    if (/[Bj]$/.test(move)) at++;
    else if (/[Ak]$/.test(move)) at--;
    else return null;
  }
  return labels[(at + labels.length) % labels.length] ?? null;
}

const terminal = await openTerminal();
afterAll(() => terminal[Symbol.asyncDispose]());

const kinds: readonly ((id: string) => Popup)[] = [
  (id) =>
    popup(
      { kind: "tool", payload: { tool: "bash", input: { command: commandOf(id) } } },
      { ...called(id), proposedRule: { action: "allow", tool: "bash" } },
    ),
  (id) =>
    popup(
      { kind: "tool", payload: { tool: "write", input: { file_path: "a.ts", content: "a\n" } } },
      { ...called(id), decisions: ["approve", "edit", "reject", "abort"] },
    ),
  (id) => popup({ kind: "spawn", payload: { prompt: "# Do it", files: [] } }, called(id)),
  (id) =>
    popup(
      { kind: "step", payload: { title: "Do it", to: "running" } },
      { ...called(id), decisions: ["approve", "always", "reject", "abort"] },
    ),
  (id) =>
    popup(
      { kind: "merge", payload: { commit: "0123456789ab", conflicts: ["a.ts"] } },
      { ...called(id), decisions: ["take", "retry", "abort"] },
    ),
  (id) =>
    popup(
      { kind: "question", payload: { question: "Which?" } },
      { ...called(id), decisions: ["answer", "abort"] },
    ),
  (id) =>
    popup(
      { kind: "in-doubt", payload: { tool: "bash", input: { command: commandOf(id) } } },
      { ...called(id), decisions: ["happened", "redo", "abort"] },
    ),
  (id) =>
    popup({ kind: "budget", payload: overBudget }, { ...called(id), decisions: ["raise", "stop"] }),
];

const commandOf = (id: string): string => `echo of-${id}`;
const overBudget = {
  limitTokens: 1000,
  limitUsd: null,
  usedTokens: 990,
  usedUsd: 0.01,
  nextTokens: 20,
};
const called = (id: string) => ({ id: popupId(id), ticketId: ticketId(id) });

/** A text in the pieces in which it is read. */
function piecesOf(text: string, cutsAt: readonly number[]): readonly string[] {
  const ends = [...cutsAt.filter((at) => at > 0 && at < text.length), text.length];
  const sorted = [...new Set(ends)].toSorted((a, b) => a - b);
  return sorted.map((end, index) => text.slice(sorted[index - 1] ?? 0, end));
}

/** What was typed where no list stands: a reason, an answer, a limit, a text; or into an editor. */
interface Line {
  readonly text: string;
  /** Only of plain text is it known what comes of it. */
  readonly isPlain: boolean;
  /** Tab leads from a text of several lines to its end. */
  readonly hasTab: boolean;
}

const emptyLine: Line = { text: "", isPlain: true, hasTab: false };

function typedOn(line: Line, text: string): Line {
  if (text === "\t" && !line.hasTab) return { ...line, hasTab: true };
  const isPlain = line.isPlain && !line.hasTab && !text.includes("\t") && !text.includes("\u001b");
  return { ...line, text: `${line.text}${text}`, isPlain };
}

/** Keys that are read one after another are one happening each; an arrow is a key in pieces. */
const apart = (one: Happening): readonly Happening[] =>
  one.type === "types" && !one.text.includes("\u001b")
    ? piecesOf(one.text, one.cuts).map((text) => ({ type: "types", text, cuts: [] }))
    : [one];

async function judge(
  asked: readonly number[],
  columns: number,
  editor: string | null,
  what: readonly Happening[],
): Promise<void> {
  const popups = asked.map((kind, index) => kinds[kind]!(`p${index}`));
  const open = new Set<string>(popups.map(({ id }) => id));
  await terminal.begin({ popups, readableAfterMs, editor }, columns);
  let known = 0;
  let before: Seen | null = null;
  let line = emptyLine;
  /** What was chosen in the list that stood there last. */
  let chosen: { readonly popup: string; readonly decision: string | undefined } | null = null;
  let sinceMs = 0;
  const look = () => {
    const now = seenOn(terminal.rows());
    // The mark may move: it is the same question all the same.
    if (!isSameList(now, before)) sinceMs = terminal.nowMs();
    if (now !== null || before !== null) line = emptyLine;
    before = now;
  };
  const judgeChoice = (list: Seen, text: string) => {
    expect(terminal.nowMs() - sinceMs).toBeGreaterThanOrEqual(readableAfterMs);
    const label = meantBy(text, list) ?? "nothing";
    return {
      popup: list.popup,
      decision: decisionOf.find(([words]) => words.test(label))?.[1],
    };
  };
  const judgeLast = (text: string) => {
    const [answer, ...more] = terminal.answers().slice(known);
    known = terminal.answers().length;
    expect(more).toEqual([]);
    if (answer === undefined) {
      const isLeft = before !== null && seenOn(terminal.rows()) === null && open.has(before.popup);
      if (isLeft) chosen = judgeChoice(before!, text);
      return;
    }
    expect(open.delete(answer.popupId)).toBe(true);
    if (before !== null) chosen = judgeChoice(before, text);
    const { decision } = answer;
    expect<unknown>(chosen).toEqual({ popup: answer.popupId, decision: decision.type });
    if (before !== null || !line.isPlain) return;
    const whole = `${line.text}${text}`.replace(/\r\n?/g, "\n");
    if (decision.type === "reject") expect(decision.reason.trim()).toBe(whole.trim());
    else if (decision.type === "answer") expect(decision.text.trim()).toBe(whole.trim());
    else if (decision.type === "raise") expect(String(decision.tokens)).toMatch(/^1000/);
    else if (decision.type === "edit") {
      const written = (decision.payload["input"] as { command?: string } | undefined)?.command;
      // The editor that reads a line writes that alone.
      const meant =
        editor === null ? `${commandOf(answer.popupId)}${whole}` : whole.split("\n", 1)[0]!;
      if (written !== undefined) expect(written.trim()).toBe(meant.trim());
    }
  };
  look();
  for (const one of what.flatMap(apart)) {
    let text = "";
    const isInLine = before === null;
    const wasDraft = isDraft(terminal);
    switch (one.type) {
      case "types": {
        text = one.text;
        const isEarly = before !== null && terminal.nowMs() - sinceMs < readableAfterMs;
        await terminal.type(piecesOf(one.text, one.cuts));
        // Who presses keys before the list can be read begins to read it anew.
        if (isEarly && isHeardAtOnce(text)) sinceMs = terminal.nowMs();
        break;
      }
      case "pastes": {
        const isMarked = terminal.marksPastes();
        const lines = one.text.replaceAll("\n", "\r");
        // A terminal that is not asked to mark it sends it as if it were typed.
        await terminal.type(
          isMarked ? piecesOf(`\u001b[200~${lines}\u001b[201~`, one.cuts) : [lines],
        );
        text = lines;
        break;
      }
      case "waits":
        await terminal.pass(one.ms);
        break;
      case "resizes":
        await terminal.resize(one.columns);
        break;
      case "is stopped and goes on":
        await terminal.stopAndGoOn();
        break;
      case "presses Ctrl-Z":
        // Where no prompt is open it is not this program's, and a terminal drops what was typed and drawn before it.
        if (terminal.isEditing() || open.size === 0) break;
        await terminal.type(["\u001a"]);
        break;
      case "sees the row change":
        await terminal.refresh();
        break;
      case "learns that it is decided elsewhere": {
        const [first] = open;
        if (first !== undefined) await terminal.close(popupId(first));
        if (first !== undefined) open.delete(first);
        break;
      }
    }
    judgeLast(text);
    if (isInLine)
      line = typedOn(
        line,
        // An Enter that sends nothing leaves nothing, but in a text of several lines.
        wasDraft ? text : text.replace(one.type === "pastes" ? /\r+$/ : /[\r\n]$/, ""),
      );
    look();
  }
  // Whatever happened, who waits and presses what is on the screen decides what is left.
  for (let press = 0; open.size > 0; press++) {
    expect(press).toBeLessThan(5 * popupsMax);
    await terminal.pass(readableAfterMs);
    look();
    const pieces = before === null ? endsOf(terminal) : [endOf(before)];
    await terminal.type(pieces);
    judgeLast(pieces.join(""));
    line = { ...line, isPlain: false };
    look();
  }
}

/** Whether none of it is the beginning of a longer key, or stops the program. */
// oxlint-disable-next-line no-control-regex -- the keys that a terminal sends
const isHeardAtOnce = (text: string): boolean => text !== "" && !/[\u0003\u001a\u001b]/.test(text);

/** Whether a text of several lines is open, which Enter does not end. */
const isDraft = (at: PersonAtTerminal): boolean =>
  at
    .rows()
    .findLast((row) => row.startsWith("◆"))
    ?.startsWith("◆  Change it") === true;

/** Whether a limit is asked for, which must be a number. */
const isLimit = (at: PersonAtTerminal): boolean =>
  /for the whole run/.test(at.rows().findLast((row) => /^[◆▲]/.test(row)) ?? "");

/** What ends a prompt in which something is typed. */
function endsOf(at: PersonAtTerminal): readonly string[] {
  if (isDraft(at)) return ["\t", "\r"];
  // From the line's end, all of it is taken back.
  return isLimit(at) ? ["\u0005", "\u0015", "1000\r"] : ["no\r"];
}

/** The keys that decide at once, with nothing asked besides. */
function endOf({ labels, marked }: Seen): string {
  const end = labels.findIndex((label) => /^(Give up|Stop)/.test(label));
  const down = (end + labels.length - marked) % labels.length;
  return labels.some((label) => label.endsWith("(y)")) ? "y" : `${"\u001b[B".repeat(down)}\r`;
}

describe("whatever is typed, pasted, resized and stopped at many popups, at a real terminal", () => {
  test(
    "each decision is what stood on the screen for long enough when its key came",
    async () => {
      const property = fc.asyncProperty(
        fc.array(fc.nat(kinds.length - 1), { minLength: 1, maxLength: popupsMax }),
        fc.constantFrom(...columnsOf),
        fc.constantFrom(null, null, editors.readsLine, ...Object.values(editors)),
        happenings,
        judge,
      );
      await fc.assert(property, runs(50));
    },
    timeoutMs,
  );
});
