import { html, type Markup, trusted } from "./markup.ts";

/** What may be wider than the page. The keyboard can scroll it, and a screen reader says what it is. */
export const wide = (name: string, content: Markup): Markup =>
  html`<div class="wide" tabindex="0" role="group" aria-label="${name}">${content}</div>`;

/** Text as it is; a long one scrolls within a box of its own, as above. */
export const longText = (name: string, text: string): Markup =>
  html`<pre tabindex="0" role="group" aria-label="${name}">${text}</pre>`;

/**
 * Their style. A shadow stands at the edge where one can be scrolled sideways, because a number that is cut off looks
 * like a whole one. `--under` is the background.
 */
export const scrollingStyle = trusted(`
.wide{overflow-x:auto;background:linear-gradient(to right,var(--under) 40%,transparent) left/36px 100% local no-repeat,linear-gradient(to left,var(--under) 40%,transparent) right/36px 100% local no-repeat,linear-gradient(to right,var(--shade),transparent) left/12px 100% no-repeat,linear-gradient(to left,var(--shade),transparent) right/12px 100% no-repeat}
.wide:focus-visible,pre:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
`);
