import { countText } from "../../core/words/count-text.ts";
import { timeText } from "../time-text.ts";
import type { Passage, PassageBlock } from "../transcript/passage.ts";
import { beginningOf } from "../visible-text.ts";
import { html, type Markup, nothing, trusted } from "./markup.ts";
import { longText } from "./scrolling.ts";

/** More of one text than a browser scrolls through easily. */
const charactersMax = 100_000;
/** What is longer than this is folded. */
const rowsMax = 12;

/** A story that is longer than this has an index. */
const unindexedMax = 24;

/** The story of a run, passage by passage. */
export const transcriptSection = (passages: readonly Passage[]): Markup =>
  html`${passages.length > unindexedMax ? indexOf(passages) : nothing}
    <ol class="transcript">
      ${passages.map(
        ({ seq, atMs, who, what, tone, blocks }) =>
          html`<li id="p${seq}" class="passage ${tone}">
            <p class="passage-head">
              <small>${timeText(atMs)}</small>
              ${who === null ? html`` : html`<b>${who}</b>`}
              <span class="tone-${tone}">${what}</span>
            </p>
            ${blocks.map(blockMarkup)}
          </li>`,
      )}
    </ol>`;

/** Whom the story is about, in the order in which they come, with where each begins and how much there is. */
function indexOf(passages: readonly Passage[]): Markup {
  const entries = new Map<string, { readonly seq: number; readonly count: number }>();
  for (const { seq, who } of passages) {
    const name = who ?? "The run";
    const before = entries.get(name) ?? { seq, count: 0 };
    entries.set(name, { ...before, count: before.count + 1 });
  }
  return html`<nav aria-label="What happened, by whom">
    <ul class="index">
      ${[...entries].map(
        ([name, { seq, count }]) =>
          html`<li><a href="#p${seq}">${name}</a> <small>${count}</small></li>`,
      )}
    </ul>
  </nav>`;
}

function blockMarkup(block: PassageBlock): Markup {
  switch (block.type) {
    case "words":
      return html`<p class="words">${beginningOf(block.text, charactersMax)}</p>`;
    case "thoughts":
      return html`<details>
        <summary>thoughts</summary>
        <p class="words thoughts">${beginningOf(block.text, charactersMax)}</p>
      </details>`;
    case "items":
      return html`<ul>
        ${block.items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
    case "output":
      return verbatim(block.title, block.text);
    case "diff":
      return verbatim("diff", block.text);
  }
}

function verbatim(title: string, text: string): Markup {
  const rows = text.split("\n").length;
  const open = trusted(rows <= rowsMax ? " open" : "");
  return html`<details${open}>
    <summary>${title} <small>${countText(rows, "line")}</small></summary>
    ${longText(title, beginningOf(text, charactersMax))}
  </details>`;
}

export const transcriptStyle = trusted(`
.index{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 12px;padding:0}
.transcript{list-style:none;margin:0;padding:0}
.passage{border-left:3px solid var(--line);padding:4px 0 4px 14px;margin:0 0 6px;scroll-margin-top:12px}
.passage.good{border-left-color:var(--good)}.passage.bad{border-left-color:var(--bad)}.passage.asked{border-left-color:var(--asked)}
.passage-head{margin:0}.passage-head small{display:inline-block;min-width:4.5em}
.passage-head b{margin-right:6px}
.words{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;margin:4px 0}
.thoughts{color:var(--soft)}
.passage details{margin:4px 0}.passage summary{font-size:13px;color:var(--soft)}
`);
