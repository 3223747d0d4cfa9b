import { faultWords, type ReplyFault } from "../../mock-provider/reply-fault.ts";
import { durationText } from "../../core/words/duration-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { sanitizeLine } from "../../terminal/sanitize.ts";
import { fit, wrapLine } from "../../terminal/wrap.ts";
import type { RequestEntry } from "./request-entry.ts";
import type { Labels } from "./reply-label.ts";

const wordsColumns = 40;
const replyColumns = 32;
const pathColumns = 60;
const indent = "     ";

/** The rows that tell of one request: one where that fits, else what was asked and then what became of it. */
export function requestRows(entry: RequestEntry, labels: Labels, paper: Paper): readonly string[] {
  const columns = paper.columns();
  const head = `${paper.ink("bold", `#${entry.number}`.padEnd(indent.length - 1))} ${askedText(entry, paper)}`;
  const tail = `→ ${metText(entry, labels, paper)}`;
  const whole = `${head} ${tail}`;
  if (Bun.stringWidth(whole) <= columns) return [whole];
  const rows = wrapLine(tail, columns - indent.length - 2);
  return [
    fit(head, columns),
    ...rows.map((row, index) => (index === 0 ? indent : `${indent}  `) + row),
  ];
}

/** `POST /v1/messages · opus-5 · stream · "its words"` */
function askedText(entry: RequestEntry, { ink }: Paper): string {
  const { method, path, test, model, streamed, retryCount, words } = entry;
  const where = `${sanitizeLine(method)} ${fit(sanitizeLine(path), pathColumns)}`;
  return [
    where,
    ...(test === null ? [] : [`test ${fit(sanitizeLine(test), wordsColumns)}`]),
    ...(model === null ? [] : [shortModel(model)]),
    ...(streamed ? ["stream"] : []),
    ...(retryCount === 0 ? [] : [`retry ${retryCount}`]),
    ...(words === null ? [] : [ink("dim", `"${fit(words, wordsColumns)}"`)]),
  ].join(" · ");
}

/** `reply 5 says "after a limit", try 2 · 429, retry-after 2s · 14 ms` */
function metText(entry: RequestEntry, labels: Labels, { ink }: Paper): string {
  const { outcome, fault, status } = entry;
  const hint = hintFor(entry);
  const wrong = [
    ...(fault === null ? [] : [ink("yellow", faultText(fault, status))]),
    endText(entry, ink),
  ].join(" · ");
  switch (outcome?.type) {
    case undefined:
    case "told":
      return `${ink("dim", "needs no reply")} · ${wrong}`;
    case "met": {
      const label = labels.get(outcome.reply);
      const words = label === undefined ? "" : ` ${ink("dim", fit(label.words, replyColumns))}`;
      const again = outcome.try === 1 ? "" : `, try ${outcome.try}`;
      const name = ink(fault === null ? "green" : "yellow", label?.shortName ?? outcome.reply);
      return `${name}${words}${again} · ${wrong}`;
    }
    case "allowed":
      return `${ink("dim", `allowed, answered with ${status}`)} · ${wrong}`;
    case "unmatched":
      return `${ink("red", "UNMATCHED")}: ${sanitizeLine(outcome.message)}`;
    case "refused":
      return `${ink("red", `refused with ${status}`)}: ${sanitizeLine(outcome.message)}${hint === null ? "" : ` (${hint})`}`;
  }
}

/** A fault in few words. Where it became a status, it is the one that was sent: each wire has its own. */
export function faultText(fault: ReplyFault, status: number | null): string {
  if (fault.type === "status" && status !== null) return faultWords({ ...fault, status });
  if (fault.type === "error-event" && status !== null && status !== 200) return String(status);
  return faultWords(fault);
}

/** How it ended, and after how long. */
export function endText(
  { end, durationMs }: Pick<RequestEntry, "end" | "durationMs">,
  ink: Paper["ink"],
): string {
  const took = durationText(durationMs ?? 0);
  switch (end) {
    case "in flight":
      return `in flight for ${took}`;
    case "stalled":
      return ink("yellow", `and stays open`);
    case "answered":
    case "unanswered":
      return ink("dim", took);
    case "left":
      return ink("yellow", `client left after ${took}`);
    case "stopped":
      return ink("yellow", `stopped after ${took}`);
  }
}

/** `opus-5` for `claude-opus-5-20260101`; another provider's names stay. */
export function shortModel(model: string): string {
  return fit(sanitizeLine(model.replace(/^claude-/, "").replace(/-\d{8}$/, "")), 24);
}

/** What helps where the API's own words, which the wire keeps to, do not. */
export function hintFor({
  outcome,
  status,
  path,
}: Pick<RequestEntry, "outcome" | "status" | "path">): string | null {
  if (outcome?.type !== "refused") return null;
  if (status === 404 && path.includes("/v1/v1/"))
    return "the client adds a /v1 of its own: leave it out of the base URL";
  const [, model] = /^model: (.*)$/s.exec(outcome.message) ?? [];
  if (status === 404 && model !== undefined)
    return `names that begin with claude- are known; for this one: --model ${JSON.stringify(sanitizeLine(model))}`;
  return status === 401 ? "any key will do" : null;
}
