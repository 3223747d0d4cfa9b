import { relative } from "node:path";
import { escapeControls } from "../../terminal/json-lines.ts";
import { writeOwn } from "../../terminal/own-stdout.ts";
import { spooledLines } from "../../terminal/spooled-lines.ts";
import { sanitizeLine } from "../../terminal/sanitize.ts";
import { note, print } from "../output.ts";
import { paperOn } from "../terminal-paper.ts";
import type { Labels } from "./reply-label.ts";
import type { RequestEntry } from "./request-entry.ts";
import { requestRows } from "./request-rows.ts";
import { endingRows } from "./serve-ending.ts";
import type { ServeResult } from "./served-scenario.ts";
import { countText } from "../../core/words/count-text.ts";
import { refusalText } from "./refusal-text.ts";

/** How `serve` reports what goes on. */
export interface ServeReport {
  listening(places: ServePlaces): void;
  /** A request that is over, or of which a stall has begun. */
  request(entry: RequestEntry): void;
  /** `agentCode`: the exit code of the agent that was run, if any. */
  ended(result: ServeResult, agentCode: number | null): void;
  /** Resolves once whoever reads it was handed all of it, or is gone. */
  handedOver(): Promise<void>;
}

/** The addresses to give to clients, and that of the page. */
export interface ServePlaces {
  readonly anthropic: string;
  readonly openai: string;
  readonly page: string;
}

/** What is served, and to whom. */
export interface ServedFile {
  readonly scenario: string;
  readonly path: string;
  readonly labels: Labels;
  /** What was written behind `--`. */
  readonly command: readonly string[];
}

/** For people: where it listens on stdout, everything else on stderr. */
export function serveTextReport({ scenario, path, labels, command }: ServedFile): ServeReport {
  const paper = paperOn(process.stderr);
  return {
    listening: ({ anthropic, openai, page }) =>
      print(
        `Scenario:  ${sanitizeLine(scenario)}, ${countText(labels.size, "reply", "replies")}\n` +
          `Anthropic: ${anthropic}\nOpenAI:    ${openai}\nPage:      ${page}\n`,
      ),
    request: (entry) => note(requestRows(entry, labels, paper).join("\n")),
    ended(result, agentCode) {
      const near = relative(process.cwd(), path);
      const file = near.startsWith("..") ? path : near;
      note(endingRows({ ...result, file, labels }, paper).join("\n"));
      if (agentCode !== null && agentCode !== 0)
        note(paper.ink("red", `The command ended with ${agentCode}: ${command.join(" ")}`));
    },
    handedOver: async () => {},
  };
}

/** One JSON object a line on stdout: docs/serve.md tells their members. Agents don't wait for a reader that pauses. */
export function serveJsonReport({ scenario, labels }: ServedFile): ServeReport {
  const lines = spooledLines(process.stdout, writeOwn);
  const write = (line: object): void => lines.write(`${escapeControls(JSON.stringify(line))}\n`);
  return {
    handedOver: lines.handedOver,
    listening: (places) => write({ type: "listening", scenario, replies: labels.size, ...places }),
    request: (entry) => write({ type: "request", ...entry }),
    ended({ counts, left, problems, refused }, agentCode) {
      write({
        type: "ended",
        command: agentCode,
        counts,
        left: left.replies.map(({ name, test }) => ({ ...(labels.get(name) ?? { name }), test })),
        problems: [...problems, ...refused.map(refusalOf)].map((problem) => ({
          ...problem,
          line: labels.get(problem.reply ?? "")?.line ?? null,
        })),
      });
    },
  };
}

function refusalOf(entry: RequestEntry) {
  const { number, test } = entry;
  return { type: "refused-request", number, message: refusalText(entry), reply: null, test };
}
