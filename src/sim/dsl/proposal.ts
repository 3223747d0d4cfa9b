import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";
import type { ModelScript } from "../../mock-provider/model-script.ts";
import type { ScriptedReply } from "../../mock-provider/reply.ts";
import type { Scenario, UserAnswer } from "../scenario.ts";

/** A ticket as far as a scenario's own replies and edits tell it. */
interface ProposedTicket {
  readonly id: string;
  readonly trackId: string | null;
  readonly dependsOn: readonly string[];
}

/** What a scenario's planners and its person's edits propose over the whole run. */
export interface Proposals {
  readonly trackIds: readonly string[];
  readonly tickets: readonly ProposedTicket[];
  /** Each Tech Lead's last plan and each edit of one: an earlier plan may be wrong on purpose. */
  readonly finalPlans: readonly (readonly ProposedTicket[])[];
}

/** All answers, those within sequences too, in the order that they are written in. */
export const answersOf = (scenario: Scenario): readonly UserAnswer[] =>
  scenario.user.flatMap((step) => (step.type === "answer" ? [step] : step.steps));

export function proposalsOf(scenario: Scenario): Proposals {
  const answers = answersOf(scenario);
  const edits = (kind: "tracks" | "tickets") =>
    answers.flatMap(({ match, decision }) =>
      match.kind === kind && decision?.type === "edit"
        ? [{ trackId: match.trackId, value: decision.payload }]
        : [],
    );
  const scripts = scenario.models.filter((script) => script.tier === "tier2");
  const edited = edits("tickets").map(({ trackId, value }) => ticketsIn(value, trackId));
  const plans = scripts.map(plansOf);
  return {
    trackIds: unique([
      ...scenario.models
        .filter((script) => script.tier === "tier1")
        .flatMap((script) => script.replies.flatMap(valuesIn).flatMap(trackIdsIn)),
      ...edits("tracks").flatMap(({ value }) => trackIdsIn(value)),
    ]),
    tickets: [...plans.flat(2), ...edited.flat()],
    finalPlans: [...plans.map((ofScript) => ofScript.at(-1) ?? []), ...edited],
  };
}

const plansOf = (script: ModelScript): readonly (readonly ProposedTicket[])[] =>
  script.replies
    .flatMap(valuesIn)
    .map((value) => ticketsIn(value, script.trackId))
    .filter((plan) => plan.length > 0);

/** The JSON that a reply says, as a `json` part or as text. */
const valuesIn = (reply: ScriptedReply): readonly Json[] =>
  reply.parts.flatMap((part) => {
    if (part.type === "json") return [part.value];
    return part.type === "text" ? parsed(part.text) : [];
  });

function parsed(text: string): readonly Json[] {
  try {
    return [JSON.parse(text) as Json];
  } catch {
    return [];
  }
}

const trackIdsIn = (value: Json): readonly string[] =>
  itemsOf(value, "tracks").flatMap((item) => (typeof item["id"] === "string" ? [item["id"]] : []));

const ticketsIn = (value: Json, trackId: string | null): readonly ProposedTicket[] =>
  itemsOf(value, "tickets").flatMap((item) =>
    typeof item["id"] === "string"
      ? [{ id: item["id"], trackId, dependsOn: stringsIn(item["dependsOn"] ?? []) }]
      : [],
  );

function itemsOf(value: Json, member: string): readonly JsonObject[] {
  if (!isJsonObject(value)) return [];
  const items = value[member];
  return isList(items) ? items.filter(isJsonObject) : [];
}

const stringsIn = (value: Json): readonly string[] =>
  isList(value) ? value.filter((item) => typeof item === "string") : [];

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];
