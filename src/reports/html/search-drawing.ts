import type { CourseReport } from "../sim/course.ts";
import { html, type Markup, trusted } from "./markup.ts";

/** From which seed to which a search went. */
export interface SeedSpan {
  readonly from: number;
  readonly to: number;
}

export function seedSpan({ ranges, seedsPerRange }: CourseReport): SeedSpan {
  return { from: ranges[0]!.from, to: ranges.at(-1)!.from + seedsPerRange - 1 };
}

const widthUnits = 1000;
const heightUnits = 30;

const drawing = (label: string, content: Markup): Markup =>
  html`<svg
    viewBox="0 0 ${widthUnits} ${heightUnits}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    ${content}
  </svg>`;

const placeOf = (seed: number, { from, to }: SeedSpan): number =>
  round(((seed - from) / (to - from + 1)) * widthUnits);

const round = (value: number): number => Math.round(value * 10) / 10;

/** A bar for each range, as high as the share of its schedules that failed beside the worst range. */
export function failureBars({ ranges, seedsPerRange }: CourseReport, span: SeedSpan): Markup {
  const shareOf = ({ failing, schedules }: CourseReport["ranges"][number]) => failing / schedules;
  const most = Math.max(...ranges.map(shareOf));
  const failed = ranges.filter(({ failing }) => failing > 0);
  const label =
    most === 0 ? "none failed" : `up to ${Math.ceil(most * 100)} % of the schedules of a range`;
  const width = Math.max(2, round(placeOf(span.from + seedsPerRange, span) * 0.9));
  return drawing(
    label,
    html`${trusted(`<path class="ground" d="M0 ${heightUnits - 1}H${widthUnits}"/>`)}${failed.map(
      (range) => {
        const height = Math.max(3, round((shareOf(range) / most) * (heightUnits - 2)));
        return html`<rect
          class="failing"
          x="${placeOf(range.from, span)}"
          y="${round(heightUnits - 1 - height)}"
          width="${width}"
          height="${height}"
        />`;
      },
    )}`,
  );
}

export const seedMarks = (seeds: readonly number[], span: SeedSpan): Markup =>
  drawing(
    `first under seed ${text(Math.min(...seeds))}`,
    html`${seeds.map((seed) => html`<path class="found" d="M${placeOf(seed, span)} 4V${heightUnits - 4}" />`)}`,
  );

const pointsMax = 250;

/** How many were reached by then, seed after seed. */
export function reachedCurve(seeds: readonly number[], span: SeedSpan): Markup {
  const sorted = seeds.toSorted((a, b) => a - b);
  const step = Math.max(1, Math.ceil(sorted.length / pointsMax));
  const y = (count: number) =>
    round(heightUnits - 1 - (count / Math.max(1, sorted.length)) * (heightUnits - 2));
  let path = `M0 ${heightUnits - 1}`;
  for (const [at, seed] of sorted.entries()) {
    if ((at + 1) % step !== 0 && at !== sorted.length - 1) continue;
    path += `H${placeOf(seed, span)}V${y(at + 1)}`;
  }
  return drawing(
    `${text(sorted.length)} by seed ${text(sorted.at(-1) ?? 0)}`,
    html`<path class="reached" d="${path}H${widthUnits}" />`,
  );
}

const text = (count: number): string => count.toLocaleString("en-US");
