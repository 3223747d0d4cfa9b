import { lawStanding, lawTotals } from "./law-totals.ts";
import type { Paper } from "../../core/words/paper.ts";
import type { LawReport, ScenarioReport } from "./scenario-report.ts";
import { type Column, tableRows } from "../table.ts";

/** The table of laws over all schedules, with a note on those that no schedule exercised. */
export function lawRows(reports: readonly ScenarioReport[], paper: Paper): readonly string[] {
  const laws = lawTotals(reports);
  return laws.length === 0 ? [] : [...lawTable(laws, paper), ...neverExercised(laws, paper)];
}

function lawTable(laws: readonly LawReport[], paper: Paper): readonly string[] {
  const count = (amount: number) => amount.toLocaleString("en-US");
  const columns: readonly Column<LawReport>[] = [
    {
      title: "Law",
      align: "left",
      cell: (law) => {
        const text = `${law.law} ${paper.cleanLine(law.name)}`;
        switch (lawStanding(law)) {
          case "broken":
          case "unknown":
            return paper.ink("red", text);
          case "not exercised":
            return paper.ink("yellow", text);
          case "holds":
            return text;
        }
      },
    },
    { title: "Held", align: "right", cell: (law) => count(law.holds) },
    { title: "Not exercised", align: "right", cell: (law) => count(law.notExercised) },
    { title: "Broken", align: "right", cell: (law) => count(law.broken) },
    ...(laws.some((law) => law.unknown > 0)
      ? [
          {
            title: "Unknown",
            align: "right",
            cell: (law: LawReport) => count(law.unknown),
          } as const,
        ]
      : []),
    { title: "Times exercised", align: "right", cell: (law) => count(law.exercised) },
  ];
  return tableRows(columns, laws, paper);
}

function neverExercised(laws: readonly LawReport[], paper: Paper): readonly string[] {
  const idle = laws.filter((law) => lawStanding(law) === "not exercised");
  if (idle.length === 0) return [];
  const names = idle.map((law) => `${law.law} (${paper.cleanLine(law.name)})`).join(", ");
  const text = `Nothing here could have broken ${idle.length === 1 ? "law" : "laws"} ${names}.`;
  return ["", ...paper.wrap(text, paper.columns()).map((line) => paper.ink("yellow", line))];
}
