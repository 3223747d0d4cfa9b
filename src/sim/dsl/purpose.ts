import type { AgentScenario } from "../../agents/agent-scenario.ts";
import { faultWords } from "../../mock-provider/reply-fault.ts";
import type { Fault, Scenario, ServedScript } from "../scenario.ts";
import type { Incoherence } from "./coherence.ts";

/** A scenario, or replies that are written to be served and nothing else. */
export type Servable = Scenario | ServedScript;

/** What `rehearsal sim` explores: a run of the conductor, or an agent of somebody else's. */
export type Rehearsable = Scenario | AgentScenario;

/** Whatever a file may export. */
export type Loadable = Servable | AgentScenario;

/** What a file is loaded for. */
export interface Purpose<Kind extends Loadable> {
  /** What of the scenario is meant, or `null` where it does not fit. */
  accept(scenario: Loadable): Kind | null;
  /** Empty only where it fits. */
  complaintsAbout(scenario: Loadable): readonly Incoherence[];
  /** What to write where a file exports nothing. */
  readonly example: string;
}

export const isOnlyServed = (scenario: Loadable): scenario is ServedScript =>
  "type" in scenario && scenario.type === "served";

export const isAgent = (scenario: Loadable): scenario is AgentScenario =>
  "type" in scenario && scenario.type === "agent";

/** For `rehearsal sim`. */
export const exploring: Purpose<Rehearsable> = {
  example: "export default scenario({ … }) or agent({ … }), or an array of them.",
  accept: (scenario) => (isAgent(scenario) ? scenario : rehearsing.accept(scenario)),
  complaintsAbout: (scenario) =>
    isAgent(scenario)
      ? [
          ...complaintsAboutEmptyReplies(scenario),
          ...complaintsAboutUnreachable(scenario),
          ...complaintsAboutDoubledFaults(scenario),
        ]
      : rehearsing.complaintsAbout(scenario),
};

/** For a run of our own conductor. */
export const rehearsing: Purpose<Scenario> = {
  example: "export default scenario({ … }), or an array of scenarios.",
  accept: (scenario) => (isOnlyServed(scenario) || isAgent(scenario) ? null : scenario),
  complaintsAbout(scenario) {
    if (isAgent(scenario))
      return [
        {
          message: "this is an agent({ … }) of your own, and here a scenario({ … }) is wanted",
          suggestion:
            "`rehearsal sim FILE` rehearses it, `rehearsal serve FILE` answers with its replies.",
          clues: [{ literal: scenario.name }],
        },
      ];
    return isOnlyServed(scenario)
      ? [
          {
            message: "this script has no epic: it can be served, not rehearsed",
            suggestion:
              "`rehearsal serve FILE` answers your own agent with it. What is rehearsed is a scenario({ … }) with an epic.",
            clues: [{ literal: scenario.name }],
          },
        ]
      : [...complaintsAboutTimes(scenario), ...complaintsAboutDoubledFaults(scenario)];
  },
};

export const serving: Purpose<Servable> = {
  example: "export default served({ name, replies: [reply(…), …] }), or scenario({ … }).",
  accept: (scenario) => (isAgent(scenario) ? servedPartOf(scenario) : scenario),
  complaintsAbout: (scenario) => [
    ...complaintsAboutEmptiness(scenario),
    ...complaintsAboutEmptyReplies(scenario),
    ...complaintsAboutUnreachable(scenario),
    ...complaintsAboutDoubledFaults(scenario),
  ],
};

const servedPartOf = ({ name, models, faults }: AgentScenario): ServedScript => ({
  type: "served",
  name,
  models,
  faults,
});

/** Our conductor asks for a turn of a session, once. */
const complaintsAboutTimes = ({ models }: Scenario): readonly Incoherence[] =>
  models.flatMap((script) =>
    script.replies.flatMap(({ times }, index) =>
      times === undefined
        ? []
        : [
            {
              message: `${script.tier} reply ${index + 1} is for ${times === "any" ? "any number of" : times} requests, and in a rehearsal each turn has a reply of its own`,
              suggestion:
                "Leave .times(…) or .always() out, and write one reply(…) a turn; those two are for `rehearsal serve`.",
              clues: [],
            },
          ],
    ),
  );

const complaintsAboutEmptiness = ({ models }: Loadable): readonly Incoherence[] =>
  models.some(({ replies }) => replies.length > 0)
    ? []
    : [
        {
          message: "it has no reply, so every request would be unmatched",
          suggestion: 'Write at least one: replies: [reply(says("…"))].',
          clues: [],
        },
      ];

const complaintsAboutEmptyReplies = ({ models }: Loadable): readonly Incoherence[] =>
  models.flatMap(({ replies }) =>
    replies.flatMap(({ parts, raw }, index) =>
      parts.length > 0 || raw !== undefined
        ? []
        : [
            {
              message: `reply ${index + 1} has no parts`,
              suggestion:
                'Say what the model answers: reply(says("…")). For nothing at all: says("").',
              clues: [],
            },
          ],
    ),
  );

/** What stands behind a reply for any number of requests, in the same group, is never met. */
const complaintsAboutUnreachable = ({ models }: Loadable): readonly Incoherence[] =>
  models.flatMap(({ replies }) =>
    replies.flatMap(({ when }, index) => {
      const before = replies[index - 1];
      if (before?.times !== "any" || when !== undefined) return [];
      return [
        {
          message: `reply ${index + 1} is never met: reply ${index} before it is .always(), and takes all that comes`,
          suggestion: `Put it before reply ${index}, or give it a .when(…) of its own.`,
          clues: [],
        },
      ];
    }),
  );

function complaintsAboutDoubledFaults(scenario: Loadable): readonly Incoherence[] {
  const faults: readonly Fault[] = scenario.faults;
  const first = new Map<string, string>();
  return faults.flatMap((fault) => {
    if (fault.type !== "model") return [];
    const { tier, trackId, ticketId, attempt, turn, try: nth } = fault.call;
    const place = [tier, trackId, ticketId, attempt, turn, nth].join(" ");
    const earlier = first.get(place);
    if (earlier === undefined) {
      first.set(place, faultWords(fault.fault));
      return [];
    }
    return [
      {
        message: `two faults hit ${tier} turn ${turn}, try ${nth}: ${earlier} and ${faultWords(fault.fault)}`,
        suggestion:
          "A try meets one. Name another try: .on(call…({ try: 2 })), or list both in reply(…).fails(first, second).",
        clues: [{ literal: ticketId ?? trackId ?? tier }],
      },
    ];
  });
}
