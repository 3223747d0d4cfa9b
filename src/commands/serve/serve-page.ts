import { html, type Markup, nothing, trusted } from "../../reports/html/markup.ts";
import { style } from "../../reports/html/style.ts";
import type { RequestCounts, RequestEntry } from "./request-entry.ts";
import { labelText, type ReplyLabel } from "./reply-label.ts";
import type { LeftReplies } from "./served-tests.ts";
import { isOpen, type LatestRequests, metCell, requestId, requestTable } from "./request-table.ts";
import { serveStyle } from "./serve-page-style.ts";
import { countText } from "../../core/words/count-text.ts";

/** What the page of a served scenario shows. */
export interface ServeStanding extends LatestRequests {
  readonly scenario: string;
  readonly left: LeftReplies;
  readonly counts: RequestCounts;
  /** Requests that met no reply or were refused, in their order. */
  readonly amiss: readonly RequestEntry[];
}

/** Fetches the page anew and puts its middle into this one: nothing flashes, and what is selected stays. */
const script = `
const look = async () => {
  try {
    const next = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
    const [old, main] = [document, next].map((page) => page.querySelector("main"));
    document.body.className = "";
    document.title = next.title;
    for (const { id } of old.querySelectorAll("details[open]"))
      main.querySelector("#" + id)?.setAttribute("open", "");
    if (old.innerHTML !== main.innerHTML && getSelection().isCollapsed) old.replaceWith(main);
  } catch {
    document.body.className = "gone";
  }
  setTimeout(look, 1000);
};
setTimeout(look, 1000);
`;
const scriptHash = new Bun.CryptoHasher("sha256").update(script).digest("base64");

const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; connect-src 'self'`,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** A page without outside resource that keeps itself new. What clients sent stands in it as text. */
export function servePage(standing: ServeStanding): Response {
  const { scenario, counts, latest } = standing;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <noscript><meta http-equiv="refresh" content="2" /></noscript>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${countText(counts.requests, "request")} · ${scenario}</title>
        <style>
          ${style}${serveStyle}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>Rehearsal serves ${scenario}</h1>
            <p class="verdict">${verdict(standing)}</p>
          </header>
          ${wrongSection(standing)}
          <section>
            <h2>Requests</h2>
            ${latest.length === 0 ? waiting : requestTable(standing)}
          </section>
          <section>
            <h2>Replies left</h2>
            ${leftList(standing)}
          </section>
        </main>
        ${trusted(`<script>${script}</script>`)}
      </body>
    </html> `;
  return new Response(page.text, { headers });
}

const waiting = html`<p class="note">None yet. Point a client at this server.</p>`;

function verdict({ counts, left, latest }: ServeStanding): string {
  const inFlight = latest.filter(isOpen).length;
  return [
    countText(counts.requests, "request"),
    `${left.replies.length} of ${countText(left.of, "reply", "replies")} left`,
    countText(counts.unmatched, "miss", "misses"),
    ...(counts.refused === 0 ? [] : [`${counts.refused} refused`]),
    ...(inFlight === 0 ? [] : [`${inFlight} in flight`]),
  ].join(", ");
}

/** Above the requests, which push what went wrong out of sight. */
function wrongSection({ amiss, latest }: ServeStanding): Markup {
  if (amiss.length === 0) return nothing;
  const listed = new Set(latest.map(({ number }) => number));
  return html`<section class="failure">
    <h2>What went wrong</h2>
    <ul class="left">
      ${amiss.map((entry) => {
        const name = `#${entry.number}`;
        return html`<li>
          ${listed.has(entry.number) ? html`<a href="#${requestId(entry)}">${name}</a>` : name}
          ${metCell(entry, new Map())}
        </li>`;
      })}
    </ul>
  </section>`;
}

const leftMax = 100;

function leftList({ left, labels }: ServeStanding): Markup {
  const names = left.replies;
  if (names.length === 0) return html`<p class="note">None: every reply was met.</p>`;
  return html`<ul class="left">
    ${names
      .slice(0, leftMax)
      .map(
        ({ name, test }) =>
          html`<li>
            ${leftRow(name, labels.get(name))}${test === null ? nothing : ` · test ${test}`}
          </li>`,
      )}
    ${names.length > leftMax ? html`<li>and ${names.length - leftMax} more</li>` : nothing}
  </ul>`;
}

function leftRow(name: string, label: ReplyLabel | undefined): Markup {
  if (label === undefined) return html`<b>${name}</b>`;
  const line = label.line === null ? nothing : html` <small>line ${label.line}</small>`;
  return html`<b>${label.shortName}</b>${labelText(label)}${line}`;
}
