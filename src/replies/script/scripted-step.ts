import type { CallMatch, ModelFault, ModelScript } from "../../mock-provider/model-script.ts";
import type { WhenSeveralFit } from "./when-several-fit.ts";
import type { ScriptedReply } from "../../mock-provider/reply.ts";

/** The replies of a scenario, and what goes wrong with them. `type`: where it is served and nothing else. */
export interface ScriptedModels {
  readonly type?: "served";
  readonly models: readonly ModelScript[];
  /** All of the scenario's faults, of which only those of models count here. */
  readonly faults: readonly { readonly type: string }[];
  /** `refuse` where it is absent. */
  readonly whenSeveralFit?: WhenSeveralFit;
}

/** One reply of a script, and what its scenario calls it. Turns count from 1. */
export interface ScriptedStep {
  readonly script: ModelScript;
  readonly turn: number;
  readonly reply: ScriptedReply;
  /** `tier3("T-1") reply 2`; of a script that is only served, `reply 2`. */
  readonly name: string;
}

/** Every reply of a scenario, in the order in which they are written. */
export function scriptedStepsOf({ type, models }: ScriptedModels): readonly ScriptedStep[] {
  return models.flatMap((script) =>
    script.replies.map((reply, index) => ({
      script,
      turn: index + 1,
      reply,
      name: `${type === "served" ? "" : `${nameOfScript(script)} `}reply ${index + 1}`,
    })),
  );
}

function nameOfScript({ tier, trackId, ticketId, attempt }: ModelScript): string {
  const whose = trackId ?? ticketId;
  const name = whose === null ? tier : `${tier}(${JSON.stringify(whose)})`;
  return `${name}${attempt === 1 ? "" : `.attempt(${attempt})`}`;
}

/** The faults of models, in the order in which they are written. */
export const modelFaultsOf = ({ faults }: ScriptedModels): readonly ModelFault[] =>
  faults.filter((fault): fault is ModelFault => fault.type === "model");

/** Whether it is this reply that a fault hits. */
export const isAt = (call: CallMatch, { script, turn }: ScriptedStep): boolean =>
  call.tier === script.tier &&
  call.trackId === script.trackId &&
  call.ticketId === script.ticketId &&
  call.attempt === script.attempt &&
  call.turn === turn;
