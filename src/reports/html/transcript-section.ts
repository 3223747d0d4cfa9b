import { countText } from "../../core/words/count-text.ts";
import { timeText } from "../time-text.ts";
import type { Passage, PassageBlock } from "../transcript/passage.ts";
import { beginningOf } from "../visible-text.ts";
import { html, type Markup, trusted } from "./markup.ts";
import { longText } from "./scrolling.ts";

/** More of one text than a browser scrolls through easily. */
const charactersMax = 100_000;
/** What is longer than this is folded. */
const rowsMax = 12;

/** The story of a run, passage by passage. */
export const transcriptSection = (passages: readonly Passage[]): Markup =>
  html`<ol class="transcript">
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
.transcript{list-style:none;margin:0;padding:0}
.passage{border-left:3px solid var(--line);padding:4px 0 4px 14px;margin:0 0 6px;scroll-margin-top:12px}
.passage.good{border-left-color:var(--good)}.passage.bad{border-left-color:var(--bad)}.passage.asked{border-left-color:var(--asked)}
.passage-head{margin:0}.passage-head small{display:inline-block;min-width:4.5em}
.passage-head b{margin-right:6px}
.words{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;margin:4px 0}
.thoughts{color:var(--soft)}
.passage details{margin:4px 0}.passage summary{font-size:13px;color:var(--soft)}
`);
