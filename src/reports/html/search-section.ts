import { wordsOfCoverage } from "../sim/coverage-rows.ts";
import { coverageMembers } from "../sim/coverage-member.ts";
import { coverageTotals, reachedIn } from "../sim/coverage-totals.ts";
import { type CourseReport, coursesTogether } from "../sim/course.ts";
import type { ScenarioReport } from "../sim/scenario-report.ts";
import { strategiesTogether } from "../sim/search-totals.ts";
import { html, type Markup, nothing, trusted } from "./markup.ts";
import { wide } from "./scrolling.ts";
import { failureBars, reachedCurve, seedMarks, type SeedSpan, seedSpan } from "./search-drawing.ts";

/**
 * How the search went on, seed after seed: when schedules failed, when something new was reached, and which strategy found
 * what. Nothing of a single schedule, or of reports of before this was kept.
 */
export function searchSection(reports: readonly ScenarioReport[], whose: string): Markup {
  const course = coursesTogether(reports.map(({ search }) => search.course));
  if (course === null) return nothing;
  const schedules = course.ranges.reduce((sum, range) => sum + range.schedules, 0);
  if (schedules <= reports.length) return nothing;
  return html`<section class="search">
    <h4>The search, ${whose}</h4>
    ${wide("The search, seed after seed", courseTable(reports, course))} ${strategyTable(reports)}
  </section>`;
}

interface Line {
  readonly name: string;
  readonly drawing: Markup;
  readonly count: string;
  /** The last seed that brought anything, or the first. */
  readonly seed: string;
  readonly tone: "bad" | "plain";
}

function courseTable(reports: readonly ScenarioReport[], course: CourseReport): Markup {
  const span = seedSpan(course);
  const lines = [...failureLines(reports, course, span), ...reachedLines(reports, span)];
  return html`<table class="course">
    <thead>
      <tr>
        <th>What</th>
        <th class="drawn"><span>seed ${span.from}</span><span>${span.to}</span></th>
        <th class="n">In all</th>
        <th class="n">Seed</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map(
        ({ name, drawing, count, seed, tone }) =>
          html`<tr>
            <td${tone === "bad" ? html` class="tone-bad"` : nothing}>${name}</td>
            <td class="drawn">${drawing}</td>
            <td class="n">${count}</td>
            <td class="n">${seed}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function failureLines(
  reports: readonly ScenarioReport[],
  course: CourseReport,
  span: SeedSpan,
): readonly Line[] {
  const failing = course.ranges.reduce((sum, range) => sum + range.failing, 0);
  const seeds = reports.flatMap(({ failures }) => failures.flatMap(({ seed }) => seed ?? []));
  const all: Line = {
    name: "failing schedules",
    drawing: failureBars(course, span),
    count: text(failing),
    seed: seeds.length === 0 ? "" : `first ${text(Math.min(...seeds))}`,
    tone: failing === 0 ? "plain" : "bad",
  };
  const kinds = Map.groupBy(
    reports.flatMap(({ failures }) => failures),
    ({ kind }) => kind,
  );
  return [
    all,
    ...[...kinds].flatMap(([kind, same]): readonly Line[] => {
      const firsts = same.flatMap(({ seed }) => seed ?? []);
      if (firsts.length === 0) return [];
      return [
        {
          name: kind,
          drawing: seedMarks(firsts, span),
          count: text(same.reduce((sum, { count }) => sum + count, 0)),
          seed: `first ${text(Math.min(...firsts))}`,
          tone: "bad",
        },
      ];
    }),
  ];
}

function reachedLines(reports: readonly ScenarioReport[], span: SeedSpan): readonly Line[] {
  const totals = coverageTotals(reports);
  if (totals === null || totals.classSeeds.length === 0) return [];
  const lineOf = (name: string, seeds: readonly number[], count: string): Line => ({
    name,
    drawing: reachedCurve(seeds, span),
    count,
    seed: seeds.length === 0 ? "" : `last new ${text(Math.max(...seeds))}`,
    tone: "plain",
  });
  const members = coverageMembers.flatMap((member) => {
    const all = Object.keys(totals[member]).length;
    if (all === 0) return [];
    const count = `${text(reachedIn(totals[member]))} of ${text(all)}`;
    return [lineOf(wordsOfCoverage[member], Object.values(totals.firstSeeds[member]), count)];
  });
  const orders = lineOf("really different orders", totals.classSeeds, text(totals.classes));
  return [...members, orders];
}

function strategyTable(reports: readonly ScenarioReport[]): Markup {
  // The one that found most comes first.
  const strategies = strategiesTogether(reports.map(({ search }) => search)).toSorted(
    (a, b) => shareOf(b) - shareOf(a),
  );
  const most = Math.max(...strategies.map(shareOf));
  return wide(
    "Strategies compared",
    html`<table class="strategies">
      <thead>
        <tr>
          <th>Strategy</th>
          <th class="n">Schedules</th>
          <th class="n">Failing</th>
          <th class="drawn">Share</th>
          <th class="n">Seed</th>
        </tr>
      </thead>
      <tbody>
        ${strategies.map((strategy) => {
          const { name, schedules, failing, firstFailing } = strategy;
          const share = shareOf(strategy);
          return html`<tr>
            <td>${name}</td>
            <td class="n">${text(schedules)}</td>
            <td class="n${failing === 0 ? " zero" : ""}">${text(failing)}</td>
            <td class="drawn">
              ${share === 0 ? nothing : shareBar(share / most)}<small
                >${share === 0 ? "–" : percent(share)}</small
              >
            </td>
            <td class="n">${firstFailing === null ? "" : `first ${text(firstFailing)}`}</td>
          </tr> `;
        })}
      </tbody>
    </table>`,
  );
}

const shareOf = ({
  schedules,
  failing,
}: {
  readonly schedules: number;
  readonly failing: number;
}): number => failing / schedules;

const shareBar = (part: number): Markup =>
  html`<span class="bar"
    ><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="failing" width="${Math.round(part * 100)}" height="10" /></svg
  ></span> `;

const percent = (share: number): string =>
  `${(share * 100).toLocaleString("en-US", { maximumSignificantDigits: 2 })} %`;

const text = (count: number): string => count.toLocaleString("en-US");

export const searchStyle = trusted(`
.search .drawn{width:42%;min-width:96px}
.search td:first-child{min-width:92px}
.search th.drawn span{float:left}.search th.drawn span+span{float:right}
.search .course svg{display:block;width:100%;height:26px;background:var(--band);border-radius:3px}
.search path{fill:none;vector-effect:non-scaling-stroke;stroke-width:1.6}
.search .ground{stroke:var(--line)}
.search .reached{stroke:var(--link)}
.search .found{stroke:var(--bad);stroke-width:2.5}
.search .failing{fill:var(--bad)}
.search .strategies{margin-top:14px}
.search .bar{display:inline-block;width:calc(100% - 62px)}
.search .bar svg{display:block;width:100%;height:9px}
`);
