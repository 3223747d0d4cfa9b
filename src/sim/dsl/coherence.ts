import { posix } from "node:path";
import { streamIdOf, ticketId, trackId } from "../../core/ids.ts";
import { popupRules } from "../../core/gates/popup-kinds.ts";
import type {
  Expectation,
  Fault,
  Scenario,
  ScriptedToolFault,
  UserAnswer,
  WorkspaceTrouble,
} from "../scenario.ts";
import { memberOf } from "./answer.ts";
import { didYouMean } from "../../core/words/nearest-name.ts";
import { answersOf, type Proposals, proposalsOf, unique } from "./proposal.ts";
import type { SourceClue } from "./source-place.ts";
import { toolNames } from "./require-tool.ts";

/** A contradiction between parts of a scenario, each of which is well formed. */
export interface Incoherence {
  readonly message: string;
  readonly suggestion: string;
  readonly clues: readonly SourceClue[];
}

type Check = (subject: string, clues: readonly SourceClue[]) => readonly Incoherence[];

/** The ids that the parts of a scenario may name. */
interface Universe {
  readonly proposals: Proposals;
  ticket(id: string | null, ...where: Parameters<Check>): readonly Incoherence[];
  track(id: string | null, ...where: Parameters<Check>): readonly Incoherence[];
  tool(name: string | null, ...where: Parameters<Check>): readonly Incoherence[];
}

/** Finds contradictions that would otherwise fail in the middle of a run or go unnoticed: unknown ids, doubled scripts. */
export function complaintsAbout(scenario: Scenario): readonly Incoherence[] {
  const universe = universeOf(proposalsOf(scenario));
  return [
    ...Object.keys(scenario.workspace).flatMap(complaintsAboutPath),
    ...universe.proposals.finalPlans.flatMap(complaintsAboutPlan),
    ...complaintsAboutModels(scenario, universe),
    ...Object.keys(scenario.checks).flatMap((id) =>
      universe.ticket(id, `checks["${id}"]`, [{ literal: id }]),
    ),
    ...scenario.rules.flatMap((rule) => [
      ...universe.tool(rule.tool ?? null, `${rule.action}.tool("${rule.tool}")`, [
        { call: `${rule.action}.tool`, literal: rule.tool ?? "" },
      ]),
      ...(rule.ticket === undefined || rule.ticket.includes("*")
        ? []
        : universe.ticket(rule.ticket, `a rule of ${rule.action}`, [{ literal: rule.ticket }])),
    ]),
    ...answersOf(scenario).flatMap((answer) => complaintsAboutAnswer(answer, universe)),
    ...scenario.faults.flatMap((fault) => complaintsAboutFault(fault, universe)),
    ...scenario.expect.flatMap((expectation) =>
      complaintsAboutExpectation(expectation, scenario, universe),
    ),
    ...complaintsAboutMarks(scenario),
  ];
}

/** The project's files lie in the project, and git's own are not among them. */
function complaintsAboutPath(path: string): readonly Incoherence[] {
  const isPlain =
    path !== "" && path === posix.normalize(path) && !/^\/|^\.\.?(\/|$)|\/$|\0/.test(path);
  const isOwned = /(?:^|\/)\.git(?:\/|$)|^\.rehearsal(?:\/|$)/i.test(path);
  if (isPlain && !isOwned) return [];
  return [
    {
      message: `workspace holds ${JSON.stringify(path)}, which is no file of the project`,
      suggestion:
        "Write the path from the project's root, such as \"src/math.ts\"; .git and .rehearsal are not the project's.",
      clues: [{ literal: path }],
    },
  ];
}

function universeOf(proposals: Proposals): Universe {
  const ticketIds = unique(proposals.tickets.map((ticket) => ticket.id));
  const known =
    (ids: readonly string[], missing: string): Universe["ticket"] =>
    (id, subject, clues) =>
      id === null || ids.includes(id)
        ? []
        : [
            {
              message: `${subject} is about "${id}", which ${missing}`,
              suggestion: didYouMean(id, ids),
              clues: [...clues, { literal: id }],
            },
          ];
  return {
    proposals,
    ticket: known(ticketIds, "no tickets(…) of this scenario proposes"),
    track: known(proposals.trackIds, "no tracks(…) of this scenario proposes"),
    tool: known(toolNames, "is no tool of a worker"),
  };
}

const complaintsAboutPlan = (plan: Proposals["finalPlans"][number]): readonly Incoherence[] =>
  plan.flatMap((ticket) =>
    ticket.dependsOn
      .filter((id) => !plan.some((other) => other.id === id))
      .map((id) => ({
        message: `ticket "${ticket.id}" depends on "${id}", which is no ticket of its plan`,
        suggestion: `${didYouMean(
          id,
          plan.map((other) => other.id).filter((other) => other !== ticket.id),
        )} A plan that is meant to be wrong is followed by the Tech Lead's repaired reply.`,
        clues: [{ literal: id }],
      })),
  );

function complaintsAboutModels(scenario: Scenario, universe: Universe): readonly Incoherence[] {
  const seen = new Set<string>();
  return scenario.models.flatMap((script) => {
    const subject = script.ticketId ?? script.trackId;
    const name = subject === null ? script.tier : `${script.tier}("${subject}")`;
    const clues = subject === null ? [] : [{ call: script.tier, literal: subject }];
    const session = script.ticketId === null ? name : `${name} ${script.attempt}`;
    const doubled: readonly Incoherence[] = seen.has(session)
      ? [
          {
            message: `${name} is scripted twice for attempt ${script.attempt}`,
            suggestion:
              subject === null || script.tier === "tier2"
                ? "Put all replies of one session into one script."
                : "Put all replies of one attempt into one script, or say which attempt with .attempt(n).",
            clues,
          },
        ]
      : [];
    seen.add(session);
    return [
      ...universe.ticket(script.ticketId, name, clues),
      ...universe.track(script.trackId, name, clues),
      ...doubled,
    ];
  });
}

function complaintsAboutAnswer(answer: UserAnswer, universe: Universe): readonly Incoherence[] {
  const { match, decision } = answer;
  const call = `${decision?.type ?? "ignores"}.${memberOf(match.kind)}`;
  const subject = match.ticketId ?? match.trackId;
  const name = subject === null ? `${call}()` : `${call}("${subject}")`;
  const clues = subject === null ? [] : [{ call, literal: subject }];
  const offered = popupRules[match.kind].decisions;
  return [
    ...universe.ticket(match.ticketId, name, clues),
    ...universe.track(match.trackId, name, clues),
    // A check that a rule asks about is shown as a tool of that name.
    ...(match.tool === null || match.tool === "check"
      ? []
      : universe.tool(match.tool, name, [{ literal: match.tool }])),
    ...(decision === null || offered.includes(decision.type)
      ? []
      : [
          {
            message: `a popup of kind "${match.kind}" does not offer "${decision.type}"`,
            suggestion: `It offers: ${offered.join(", ")}.`,
            clues: [...clues, { literal: decision.type }],
          },
        ]),
    ...(answer.fromElsewhere && isGivenOtherwise(answer)
      ? [
          {
            message: `${name} is given from elsewhere, as soon as no process conducts the run, and otherwise besides`,
            suggestion:
              "Leave out .after(), .twice(), .typed(), .late() and .onReturn(), or .fromElsewhere().",
            clues,
          },
        ]
      : []),
  ];
}

const isGivenOtherwise = ({ afterMs, twice, typed, late, onReturn }: UserAnswer): boolean =>
  afterMs > 0 || twice || typed || late || onReturn;

/** How a scenario writes each fault of a tool. */
export const toolFaultWords = {
  fails: "toolFails",
  hangs: "toolHangs",
  outlives: "toolOutlives",
  "ends-late": "toolEndsLate",
} as const satisfies Record<ScriptedToolFault, string>;

/** The same of trouble with the workspace. */
export const workspaceTroubleWords = {
  fails: "workspaceFails",
  "tree-lost": "treeLost",
  "branch-moved-back": "branchMovedBack",
  "conflict-left": "conflictLeft",
} as const satisfies Record<WorkspaceTrouble, string>;

function complaintsAboutFault(fault: Fault, universe: Universe): readonly Incoherence[] {
  switch (fault.type) {
    case "model": {
      const { tier, trackId, ticketId } = fault.call;
      const subject = ticketId ?? trackId;
      const name = subject === null ? `call.${tier}()` : `call.${tier}("${subject}")`;
      const clues = subject === null ? [] : [{ call: `call.${tier}`, literal: subject }];
      return [...universe.ticket(ticketId, name, clues), ...universe.track(trackId, name, clues)];
    }
    case "tool": {
      const call = toolFaultWords[fault.fault];
      return [
        ...universe.ticket(fault.ticketId, `${call}("${fault.ticketId}")`, [
          { call, literal: fault.ticketId },
        ]),
        ...universe.tool(fault.tool, `${call}("${fault.ticketId}")`, [{ literal: fault.tool }]),
      ];
    }
    case "workspace": {
      const call = workspaceTroubleWords[fault.fault];
      return universe.ticket(fault.ticketId, `${call}("${fault.ticketId}")`, [
        { call, literal: fault.ticketId },
      ]);
    }
    case "slow-subscriber":
    case "disk-full":
    case "log-removed":
    case "crash":
    case "outage":
      return [];
  }
}

function complaintsAboutExpectation(
  expectation: Expectation,
  scenario: Scenario,
  universe: Universe,
): readonly Incoherence[] {
  switch (expectation.type) {
    case "ticket":
    case "attempts":
      return universe.ticket(expectation.ticketId, `ticket("${expectation.ticketId}")`, [
        { call: "ticket", literal: expectation.ticketId },
      ]);
    case "stream": {
      const ids = streamIdsOf(scenario, universe.proposals);
      if (ids.includes(expectation.streamId)) return [];
      return [
        {
          message: `no session of this scenario has the stream "${expectation.streamId}"`,
          suggestion: didYouMean(expectation.streamId, ids),
          clues: [{ literal: expectation.streamId }],
        },
      ];
    }
    case "either":
      return expectation.of.flatMap((one) => complaintsAboutExpectation(one, scenario, universe));
    case "sometimes":
      return complaintsAboutExpectation(expectation.of, scenario, universe);
    case "outcome":
    case "file":
    case "popups":
    case "usage":
    case "refused":
    case "predicate":
      return [];
  }
}

/** Reports count a mark by its name, so one of two that share it would never be missed. */
function complaintsAboutMarks(scenario: Scenario): readonly Incoherence[] {
  const marks = scenario.expect.flatMap((one) => (one.type === "sometimes" ? [one.mark] : []));
  return unique(marks.filter((mark, index) => marks.indexOf(mark) < index)).map((mark) => ({
    message: `two of sometimes() have the name "${mark}"`,
    suggestion: "Give each a name of its own: a report counts what was met by its name.",
    clues: [{ call: "sometimes", literal: mark }],
  }));
}

/** Every stream that a run of this scenario can have. */
function streamIdsOf(scenario: Scenario, proposals: Proposals): readonly string[] {
  return unique([
    streamIdOf({ tier: "tier1" }),
    ...proposals.trackIds.map((id) => streamIdOf({ tier: "tier2", trackId: trackId(id) })),
    ...proposals.tickets.map(({ id }) => streamIdOf({ tier: "tier3", ticketId: ticketId(id) })),
    ...scenario.models
      .filter((script) => script.tier === "tier4" && script.ticketId !== null)
      .map((script) => streamIdOf({ tier: "tier4", ticketId: ticketId(script.ticketId ?? "") })),
  ]);
}
