import { decide } from "../../src/core/decide.ts";
import type { Effect } from "../../src/core/effect.ts";
import type { Event, EventBody, EventOf, EventType } from "../../src/core/event.ts";
import type { EffectId } from "../../src/core/ids.ts";
import type { Input } from "../../src/core/input.ts";
import { plan } from "../../src/core/plan.ts";
import type { Decision } from "../../src/core/gates/decision.ts";
import type { Popup } from "../../src/core/gates/popup.ts";
import { pursue } from "../../src/core/pursue/pursue.ts";
import { fold, reduce } from "../../src/core/reduce/reduce.ts";
import type { State } from "../../src/core/state.ts";
import { touchedBy } from "../../src/core/subject.ts";
import { newAgenda } from "../../src/runtime/agenda.ts";

export type EffectType = Effect["type"];
export type EffectOf<Type extends EffectType> = Extract<Effect, { type: Type }>;

/** The core on its own: the runtime's step without edges, so that a flow is a list of inputs. */
export interface Driver {
  readonly log: readonly Event[];
  state(): State;
  /** Takes one input and all that follows from it; answers what it added to the log. */
  feed(input: Input): readonly Event[];
  /** Effects that the core wants and whose end has not come, in the order of their planning. */
  wanted(): readonly Effect[];
  /** The only wanted effect of a type. */
  only<Type extends EffectType>(type: Type): EffectOf<Type>;
  /** Every effect that was ever planned. */
  readonly planned: readonly Effect[];
  /** Decides an open popup by its current payload. */
  answer(popupId: string, decision: Decision): readonly Event[];
  popup(popupId: string): Popup;
  events<Type extends EventType>(type: Type): readonly EventOf<Type>[];
  wait(byMs: number): void;
}

export const startMs = 1_900_000_000_000;

/** `watch` sees each event right after it was folded. */
export function newDriver(
  inherited: readonly Event[] = [],
  watch: (event: Event, state: State) => void = () => {},
): Driver {
  const log: Event[] = [...inherited];
  let state = fold(log);
  let nowMs = log.at(-1)?.atMs ?? startMs;
  const agenda = newAgenda();
  const effects = new Map<EffectId, Effect>();
  const planned: Effect[] = [];

  function commit(bodies: readonly EventBody[]): void {
    for (const body of bodies) {
      if (log.length > 200_000) throw new Error(`round in circles: ${body.type}`);
      const event: Event = { seq: log.length + 1, atMs: nowMs, ...body };
      log.push(event);
      state = reduce(state, event);
      watch(event, state);
      for (const subject of touchedBy(state, event)) agenda.add(subject);
      agenda.lookAtRun();
      const effect = plan(state, event);
      if (effect === null) continue;
      effects.set(effect.id, effect);
      planned.push(effect);
    }
  }

  const driver: Driver = {
    log,
    planned,
    state: () => state!,
    feed(input) {
      const begin = log.length;
      commit(decide(state, input));
      for (let subject = agenda.next(); subject !== null; subject = agenda.next()) {
        commit(pursue(state!, subject));
      }
      return log.slice(begin);
    },
    wanted: () =>
      state?.ended == null
        ? [...effects.values()].filter(({ id }) => state!.unsettled.has(id))
        : [],
    only<Type extends EffectType>(type: Type) {
      const found = driver
        .wanted()
        .filter((effect): effect is EffectOf<Type> => effect.type === type);
      if (found.length !== 1) throw new Error(`${found.length} effects of type ${type} are wanted`);
      return found[0]!;
    },
    popup(popupId) {
      const open = [...state!.openPopups.values()].find(({ popup }) => popup.id === popupId);
      if (open !== undefined) return open.popup;
      throw new Error(`${popupId} is not open; open: ${[...state!.openPopups.keys()].join(", ")}`);
    },
    answer(popupId, decision) {
      const { id, payloadHash } = driver.popup(popupId);
      return driver.feed({ type: "answer", answer: { popupId: id, payloadHash, decision } });
    },
    events: <Type extends EventType>(type: Type) =>
      log.filter((event): event is EventOf<Type> => event.type === type),
    wait(byMs) {
      nowMs += byMs;
    },
  };
  return driver;
}
