import type { ModelFault, ModelScript } from "../../mock-provider/model-script.ts";
import type { ModelDraft } from "./model.ts";

/** The faults that stand with replies (`fails`), each on the call of its reply, one a try. */
export function faultsAmong(models: readonly ModelDraft[]): readonly ModelFault[] {
  return listOf(models).flatMap((script) =>
    listOf(script?.replies).flatMap((reply, index) =>
      (reply?.fails ?? []).map(({ fault, isFinal }, hit): ModelFault => {
        const { tier, trackId, ticketId, attempt } = script;
        const call = { tier, trackId, ticketId, attempt, turn: index + 1, try: hit + 1 };
        return { type: "model", call, fault, ...(isFinal && { final: true }) };
      }),
    ),
  );
}

/** The same scripts without them: as data, a fault is among the scenario's faults and nowhere else. */
export function settled(models: readonly ModelDraft[]): readonly ModelScript[] {
  if (!Array.isArray(models)) return models;
  return (models as readonly ModelDraft[]).map((script) =>
    listOf(script?.replies).some((reply) => reply?.fails !== undefined)
      ? { ...script, replies: script.replies.map(({ fails: _, ...reply }) => reply) }
      : script,
  );
}

/** Files are not type-checked when they run: what is no list is left for the loader to refuse. */
const listOf = <Item>(value: readonly Item[] | undefined): readonly Item[] =>
  Array.isArray(value) ? value : [];
