import { html, type Markup, nothing } from "../reports/html/markup.ts";
import { style } from "../reports/html/style.ts";
import { outcomeText, type RequestEntry } from "./request-ledger.ts";

/** What the page of a served scenario shows. */
export interface ServeStanding {
  readonly scenario: string;
  readonly left: { readonly replies: readonly string[]; readonly of: number };
  readonly counts: {
    readonly requests: number;
    readonly unmatched: number;
    readonly refused: number;
  };
  readonly latest: readonly RequestEntry[];
}

const refreshSeconds = 2;
const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** A page without script or outside resource that loads itself anew. What clients sent stands in it as text. */
export function servePage(standing: ServeStanding): Response {
  const { scenario, left, counts, latest } = standing;
  const misses = latest.filter(({ outcome }) => outcome.type === "unmatched");
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="refresh" content="${refreshSeconds}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${scenario}: ${counts.requests} requests</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>Rehearsal serves ${scenario}</h1>
            <p class="verdict">
              ${countText(counts.requests, "request")}, ${left.replies.length} of
              ${countText(left.of, "reply")} left, ${countText(counts.unmatched, "miss")}
            </p>
          </header>
          ${misses.length === 0 ? nothing : missList(misses)}
          <section>
            <h2>Requests</h2>
            ${latest.length === 0 ? waiting : requestTable(latest)}
          </section>
          <section>
            <h4>Replies left</h4>
            ${leftList(left.replies)}
          </section>
        </main>
      </body>
    </html> `;
  return new Response(page.text, { headers });
}

const waiting = html`<p class="note">None yet. Point a client at this server.</p>`;

function countText(count: number, noun: "request" | "reply" | "miss"): string {
  const plural = { request: "requests", reply: "replies", miss: "misses" }[noun];
  return `${count} ${count === 1 ? noun : plural}`;
}

function missList(misses: readonly RequestEntry[]): Markup {
  return html`<section class="failure">
    <h4>Requests that no reply was meant for</h4>
    ${misses
      .slice(0, 20)
      .map(
        ({ number, outcome }) => html`<p class="message">#${number} ${outcomeText(outcome)}</p>`,
      )}
  </section>`;
}

function requestTable(latest: readonly RequestEntry[]): Markup {
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th class="n">#</th>
          <th>Path</th>
          <th>What it met</th>
        </tr>
      </thead>
      <tbody>
        ${latest.map(
          ({ number, path, outcome }) =>
            html`<tr>
              <td class="n">${number}</td>
              <td class="status"><code>${path}</code></td>
              <td class="${toneOf(outcome)}">${outcomeText(outcome)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function toneOf({ type }: RequestEntry["outcome"]): string {
  switch (type) {
    case "met":
      return "tone-good";
    case "told":
      return "tone-wait";
    case "unmatched":
    case "refused":
      return "tone-bad";
  }
}

const namesMax = 100;

function leftList(names: readonly string[]): Markup {
  if (names.length === 0) return html`<p class="note">None: every reply was met.</p>`;
  return html`<ul>
    ${names.slice(0, namesMax).map((name) => html`<li><code>${name}</code></li>`)}
    ${names.length > namesMax ? html`<li>and ${names.length - namesMax} more</li>` : nothing}
  </ul>`;
}
