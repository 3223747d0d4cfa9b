import type { PopupId, RunId } from "../ids.ts";
import type { Decision, DecisionType } from "./decision.ts";
import type { PopupKind, PopupPayloads, PopupPlaces } from "./popup-kinds.ts";
import type { Rule } from "./rule.ts";

/** A kind and its payload, for functions that treat every kind alike by looking it up in `popupRules`. */
export interface AskedOf<Kind extends PopupKind> {
  readonly kind: Kind;
  readonly payload: PopupPayloads[Kind];
}

/** What a popup asks about, by kind: this, exactly, is what an approval approves. */
export type PopupSubject = { readonly [Kind in PopupKind]: AskedOf<Kind> }[PopupKind];

/** One request for a person's decision, of one kind. */
export type PopupOf<Kind extends PopupKind> = {
  readonly [Each in Kind]: AskedOf<Each> & PopupPlaces[Each] & PopupIdentity & PopupTerms;
}[Kind];

interface PopupIdentity {
  readonly id: PopupId;
  readonly runId: RunId;
}

/** How it may be answered, and until when. */
interface PopupTerms {
  readonly payloadHash: string;
  readonly revision: number;
  readonly decisions: readonly DecisionType[];
  /** What `always` would add, exactly. */
  readonly proposedRule: Rule | null;
  readonly openedAtMs: number;
  readonly expiresAtMs: number | null;
}

/** A popup of any kind. */
export type Popup = PopupOf<PopupKind>;

/** What a person sends back. It names the popup and the payload that the person saw. */
export interface Answer {
  readonly popupId: PopupId;
  readonly payloadHash: string;
  readonly decision: Decision;
}
