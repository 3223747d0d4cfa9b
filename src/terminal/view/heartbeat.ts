import type { Clock, Subscriber } from "../../ports.ts";
import type { Paper } from "../../core/words/paper.ts";
import type { Screen } from "../screen.ts";
import type { Activity } from "./activity.ts";
import { activityText } from "./activity-text.ts";

export interface HeartbeatOptions {
  readonly activity: Activity;
  readonly screen: Screen;
  readonly paper: Paper;
  readonly clock: Clock;
  /** Called each time the row was brought up to date. */
  readonly beat: () => void;
}

export interface Heartbeat extends Subscriber {
  close(): void;
}

const beatMs = 1000;
/** The last column stays free, and before it two for `^C`: what the terminal wraps there, nothing erases any more. */
const roomBeside = 3;
const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Keeps a row below all else that shows that the run is alive: who does what, since when, and what was spent. */
export function heartbeat(options: HeartbeatOptions): Heartbeat {
  const { activity, screen, paper, clock, beat } = options;
  const over = new AbortController();
  let beats = 0;

  const show = () => {
    const text = activityText(activity, clock.nowMs());
    if (text === "") return screen.status("");
    const mark = frames[beats % frames.length]!;
    screen.status(paper.ink("dim", paper.fit(`${mark} ${text}`, paper.columns() - roomBeside)));
  };

  void (async () => {
    while (!over.signal.aborted) {
      await clock.until(clock.nowMs() + beatMs, over.signal).catch(() => {});
      if (over.signal.aborted) return;
      beats++;
      show();
      beat();
    }
  })();

  const close = () => {
    over.abort();
    screen.status("");
  };
  return {
    name: "heartbeat",
    receive(events) {
      for (const event of events) activity.take(event);
      if (events.at(-1)?.type === "run.ended") close();
      else if (!over.signal.aborted) show();
    },
    close,
  };
}
