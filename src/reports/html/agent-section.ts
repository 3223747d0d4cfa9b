import type { AgentReport, AgentRequestReport } from "../sim/agent-report.ts";
import type { ScenarioReport } from "../sim/scenario-report.ts";
import { timeText } from "../time-text.ts";
import { failureCard } from "./failure-card.ts";
import { lawTable } from "./law-table.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { longText, wide } from "./scrolling.ts";
import { searchSection } from "./search-section.ts";

/** What an agent of somebody else's did: its failures, then the requests and questions of the first schedule. */
export function agentSection(report: ScenarioReport, agent: AgentReport): Markup {
  const outcome = `In the first schedule it ${agent.outcome} after ${timeText(agent.durationMs)} of virtual time`;
  return html`<p class="note">${outcome} · digest <code>${agent.digest.slice(0, 16)}</code></p>
    ${report.failures.map((failure) => failureCard(failure, ""))}
    ${
      agent.notSimulated.length === 0
        ? nothing
        : html`<p class="warning">Not simulated: ${agent.notSimulated.join("; ")}</p>`
    }
    ${searchSection([report], "of this scenario")}
    <h4>Requests</h4>
    ${requestTable(agent)}
    ${
      agent.questions.length === 0
        ? nothing
        : html`<h4>Questions</h4>
            ${questionTable(agent)}`
    }
    <h4>Laws</h4>
    ${lawTable(report.laws)}
    <h4>What it ended with</h4>
    ${longText("What it ended with", agent.value)}`;
}

const lineWidthPx = 240;

/** One row a request, with a bar for when it was under way. */
function requestTable({ requests, durationMs }: AgentReport): Markup {
  const px = (ms: number) => Math.round((ms / Math.max(1, durationMs)) * lineWidthPx);
  return wide(
    "Requests",
    html`<table class="requests">
      <thead>
        <tr>
          <th class="n">#</th>
          <th class="n">At</th>
          <th>When</th>
          <th>Begins</th>
          <th>Met</th>
          <th>Ended</th>
        </tr>
      </thead>
      <tbody>
        ${requests.map((request) => {
          const from = px(request.atMs);
          const width = Math.max(2, px((request.endedAtMs ?? durationMs) - request.atMs));
          return html`<tr>
            <td class="n">${request.number}</td>
            <td class="n">${timeText(request.atMs)}</td>
            <td>
              <svg width="${lineWidthPx + 2}" height="10" aria-hidden="true">
                <rect class="track" width="${lineWidthPx + 2}" height="10" rx="2" />
                <rect class="fresh" x="${from}" width="${width}" height="10" />
              </svg>
            </td>
            <td>${request.words}</td>
            <td>${metText(request)}</td>
            <td>${endText(request)}</td>
          </tr> `;
        })}
      </tbody>
    </table>`,
  );
}

const metText = ({ reply, try: nth }: AgentRequestReport): string =>
  reply === null ? "–" : `${reply}${nth === 1 ? "" : `, try ${nth}`}`;

const endText = ({ end, fault }: AgentRequestReport): string =>
  fault === null ? end : `${end}: ${fault}`;

function questionTable({ questions }: AgentReport): Markup {
  return wide(
    "Questions",
    html`<table class="questions">
      <thead>
        <tr>
          <th class="n">At</th>
          <th>A person was asked</th>
          <th>Answer</th>
        </tr>
      </thead>
      <tbody>
        ${questions.map(
          ({ question, answer, askedAtMs }) =>
            html`<tr>
              <td class="n">${timeText(askedAtMs)}</td>
              <td>${question}</td>
              <td>${answer ?? "none"}</td>
            </tr> `,
        )}
      </tbody>
    </table>`,
  );
}
