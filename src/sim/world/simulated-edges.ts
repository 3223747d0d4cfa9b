import type { PopupId } from "../../core/ids.ts";
import type { Edges } from "../../ports.ts";
import { virtualClock } from "../scheduler.ts";
import type { MortalLife } from "./mortal-life.ts";
import { mortalProvider } from "./mortal-provider.ts";
import { simulatedModels } from "./simulated-models.ts";
import { simulatedStore } from "./simulated-store.ts";
import { simulatedWorkspace } from "./simulated-workspace.ts";
import type { TimerCount } from "./timer-count.ts";
import type { World } from "./world.ts";

/** The edges of one simulated process, and what is observed at them. */
export function simulatedEdges(
  world: World,
  { life, isAlive }: MortalLife,
  {
    subscribers,
    death,
    interrupt,
    timers,
    onScreen,
    events,
  }: Pick<Edges, "subscribers"> & {
    readonly death: AbortSignal;
    readonly timers: TimerCount;
    readonly onScreen: Set<PopupId>;
    interrupt(): void;
    /** How many events are in the log. */
    events(): number;
  },
): Edges {
  const { scheduler, weather } = world;
  const clock = timers.counted(virtualClock(scheduler, life));
  const approver = world.person.approver(life);
  const provider = simulatedModels(world, life, (observation) => {
    if (!isAlive()) return;
    world.observations.push({ ...observation, life: life.number, atEvent: events() });
  });
  return {
    provider: mortalProvider(provider, life, death),
    approver: {
      async show(popup, submit) {
        onScreen.add(popup.id);
        try {
          return await approver.show(popup, submit);
        } finally {
          world.shown.push({ life: life.number, popupId: popup.id });
        }
      },
      close(popupId) {
        onScreen.delete(popupId);
        approver.close(popupId);
      },
    },
    workspace: simulatedWorkspace(world.workspace, {
      scenario: world.scenario,
      scheduler,
      life,
      weather,
      observe(execution) {
        const isFirst = world.executions.every(({ type }) => type !== execution.type);
        world.executions.push({ ...execution, atEvent: events(), atMs: scheduler.nowMs() });
        if (!isFirst || execution.type !== weather.interruptAtEffect) return;
        const dueAtMs = scheduler.nowMs();
        void scheduler.at({ label: "interrupt", chain: "person", dueAtMs, life }).then(interrupt);
      },
      work: world.work,
      interrupt,
      running: world.running,
    }),
    clock,
    store: simulatedStore(world.disk, { scheduler, weather, life }),
    subscribers,
  };
}
