import type { TicketId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { isUnsolved, type Leftover } from "../leftover.ts";
import type { TimeLimit } from "../ledger/time-limit.ts";
import { checkTickets, checkTracks } from "../planning/read-plan.ts";
import type { Ticket, Track } from "../planning/ticket.ts";
import { pathsOf, takesCommand } from "../tools/tools.ts";
import type { DecisionType } from "./decision.ts";
import type {
  PlaceOfCall,
  PlaceOfRun,
  PlaceOfTicket,
  PlaceOfTrack,
  PopupPlace,
} from "./popup-place.ts";
import { leavesWorktree, type Rule, type RuleKind } from "./rule.ts";

/** All that the core knows of a kind of popup. How it is shown and answered is one value each in the floors above. */
export interface PopupRules<
  Payload,
  Place extends PopupPlace = PopupPlace,
  Offered extends DecisionType = DecisionType,
> {
  /** All the decisions that a popup of this kind may offer. */
  readonly decisions: readonly Offered[];
  /** Those that it offers for this payload. */
  offers(payload: Payload): readonly Offered[];
  /** What rules call this gate; `null` where none may decide in a person's place. */
  ruledAs(payload: Payload): RuleKind | null;
  /** The narrowest rule that would have let this pass; `null` where none can be put in words. */
  proposeRule(payload: Payload, commandParts: readonly string[] | null): Rule | null;
  /** Reads what a person made of the payload, which may leave members out. */
  edited(edit: JsonObject, popup: EditedPopup<Payload, Place>): Edit;
}

interface EditedPopup<Payload, Place extends PopupPlace> {
  readonly payload: Payload;
  readonly trackId: Place["trackId"];
  /** Ids of tickets that are there already. */
  readonly taken: ReadonlySet<TicketId>;
}

export type Edit =
  | { readonly ok: true; readonly payload: JsonObject }
  | { readonly ok: false; readonly message: string };

/** A kind of popup. Unless `rules` says otherwise, it offers all its decisions, no rule decides it, and nobody edits it. */
const popupKind =
  <Payload extends object, Place extends PopupPlace>() =>
  <const Offered extends DecisionType>(
    rules: Pick<PopupRules<Payload, Place, Offered>, "decisions"> &
      Partial<PopupRules<Payload, Place, Offered>>,
  ): PopupRules<Payload, Place, Offered> => ({
    offers: () => rules.decisions,
    ruledAs: () => null,
    proposeRule: () => null,
    edited: () => ({ ok: false, message: "it cannot be edited" }),
    ...rules,
  });

const rulesOfKinds = {
  tracks: popupKind<{ readonly tracks: readonly Track[] }, PlaceOfRun>()({
    decisions: ["approve", "edit", "always", "reject"],
    ruledAs: () => "tracks",
    proposeRule: () => ({ action: "allow", kind: "tracks" }),
    edited(edit) {
      const reading = checkTracks(edit);
      return reading.ok
        ? { ok: true, payload: { tracks: reading.plan } as unknown as JsonObject }
        : { ok: false, message: reading.problems.join("; ") };
    },
  }),
  tickets: popupKind<{ readonly tickets: readonly Ticket[] }, PlaceOfTrack>()({
    decisions: ["approve", "edit", "always", "reject"],
    ruledAs: () => "tickets",
    proposeRule: () => ({ action: "allow", kind: "tickets" }),
    edited(edit, { trackId, taken }) {
      const reading = checkTickets(withoutTrackIds(edit), trackId, taken);
      return reading.ok
        ? { ok: true, payload: { tickets: reading.plan } as unknown as JsonObject }
        : { ok: false, message: reading.problems.join("; ") };
    },
  }),
  /** `files` are the paths whose text stands in the prompt. */
  spawn: popupKind<{ readonly prompt: string; readonly files: readonly string[] }, PlaceOfTicket>()(
    {
      decisions: ["approve", "edit", "always", "reject", "abort"],
      ruledAs: () => "spawn",
      proposeRule: () => ({ action: "allow", kind: "spawn" }),
      edited(edit, { payload }) {
        const edited = { ...payload, ...edit };
        return typeof edited.prompt === "string" && edited.prompt !== ""
          ? { ok: true, payload: edited }
          : { ok: false, message: 'the edited spawn needs a "prompt" that is not empty' };
      },
    },
  ),
  step: popupKind<{ readonly title: string; readonly to: "running" }, PlaceOfTicket>()({
    decisions: ["approve", "always", "reject", "abort"],
    ruledAs: () => "step",
    proposeRule: () => ({ action: "allow", kind: "step" }),
  }),
  tool: popupKind<ToolPayload, PlaceOfCall | PlaceOfTicket>()({
    decisions: ["approve", "edit", "always", "reject", "abort"],
    // A check that no rule decides is asked about as a command like another, and is not changed by an answer.
    offers: ({ tool }) =>
      tool === "check"
        ? ["approve", "reject", "abort"]
        : ["approve", "edit", "always", "reject", "abort"],
    ruledAs: () => "tool",
    proposeRule: proposeToolRule,
    edited(edit, { payload }) {
      const { tool } = payload;
      const input = edit["input"] ?? payload.input;
      return input !== null && typeof input === "object" && !Array.isArray(input)
        ? { ok: true, payload: { tool, input: input as JsonObject } }
        : { ok: false, message: 'the edited call needs an "input" that is an object' };
    },
  }),
  question: popupKind<{ readonly question: string }, PlaceOfCall>()({
    decisions: ["answer", "abort"],
  }),
  /**
   * `conflicts` is empty where the merge is clean and only gated. `failedCheck` is there where the merged tree failed
   * the check and no attempt is left: such a merge can't be approved.
   */
  merge: popupKind<
    {
      readonly commit: string;
      readonly conflicts: readonly string[];
      readonly failedCheck?: { readonly command: string; readonly output: string };
    },
    PlaceOfTicket
  >()({
    decisions: ["approve", "reject", "take", "retry", "abort"],
    offers({ conflicts, failedCheck }) {
      if (failedCheck !== undefined) return ["retry", "abort"];
      return conflicts.length === 0 ? ["approve", "reject", "abort"] : ["take", "retry", "abort"];
    },
    // A conflict and a check that fails want a choice that no rule can make.
    ruledAs: ({ conflicts, failedCheck }) =>
      conflicts.length === 0 && failedCheck === undefined ? "merge" : null,
  }),
  /** What a worker wrote and its commit does not hold, or holds unsolved: whether to go on so. */
  leftovers: popupKind<{ readonly leftovers: readonly Leftover[] }, PlaceOfTicket>()({
    decisions: ["approve", "reject", "abort"],
    // Whoever lets all commits pass has not seen that one holds what git could not merge.
    ruledAs: ({ leftovers }) => (leftovers.some(isUnsolved) ? null : "leftovers"),
  }),
  /** About time where `time` is there, and an approval grants the same time once more; else about tokens and dollars. */
  budget: popupKind<
    {
      readonly limitTokens: number | null;
      readonly limitUsd: number | null;
      readonly usedTokens: number;
      readonly usedUsd: number | null;
      /** The most tokens that the call which was held back may take. */
      readonly nextTokens: number;
      readonly time?: TimeLimit;
    },
    PlaceOfRun | PlaceOfTicket
  >()({
    decisions: ["raise", "approve", "stop"],
    offers: ({ time }) => (time === undefined ? ["raise", "stop"] : ["approve", "stop"]),
  }),
  "in-doubt": popupKind<ToolPayload, PlaceOfCall>()({ decisions: ["happened", "redo", "abort"] }),
};

interface ToolPayload {
  readonly tool: string;
  readonly input: JsonObject;
}

export type PopupKind = keyof typeof rulesOfKinds;

export const popupKinds = Object.keys(rulesOfKinds) as [PopupKind, ...PopupKind[]];

/** What an approval approves, by kind. */
export type PopupPayloads = {
  readonly [Kind in PopupKind]: Parameters<(typeof rulesOfKinds)[Kind]["offers"]>[0];
};

/** Which part of the run an answer is for, by kind. */
export type PopupPlaces = {
  readonly [Kind in PopupKind]: (typeof rulesOfKinds)[Kind] extends PopupRules<
    infer _,
    infer Place,
    infer __
  >
    ? Place
    : never;
};

/** The kinds that may offer a decision. */
export type KindsOffering<Type extends DecisionType> = {
  readonly [Kind in PopupKind]: Type extends (typeof rulesOfKinds)[Kind]["decisions"][number]
    ? Kind
    : never;
}[PopupKind];

export const popupRules: {
  readonly [Kind in PopupKind]: PopupRules<PopupPayloads[Kind], PopupPlaces[Kind]>;
} = rulesOfKinds;

function proposeToolRule(
  { tool, input }: ToolPayload,
  commandParts: readonly string[] | null,
): Rule | null {
  if (takesCommand(tool)) {
    const [command, ...others] = commandParts ?? [];
    return command === undefined || others.length > 0 || command.includes("*")
      ? null
      : { action: "allow", kind: "tool", tool, command };
  }
  const [path, ...otherPaths] = pathsOf(tool, input);
  return path === undefined ||
    otherPaths.length > 0 ||
    leavesWorktree(path) ||
    /[*?[\]{}()!+@\\]/.test(path)
    ? null
    : { action: "allow", kind: "tool", tool, path };
}

/** The popup shows each ticket's track; a plan does not say it. */
function withoutTrackIds(payload: JsonObject): unknown {
  const { tickets } = payload;
  if (!Array.isArray(tickets)) return payload;
  return {
    tickets: tickets.map((ticket: unknown) => {
      if (ticket === null || typeof ticket !== "object") return ticket;
      const { trackId: _, ...rest } = ticket as Record<string, unknown>;
      return rest;
    }),
  };
}
