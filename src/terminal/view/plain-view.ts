import type { Subscriber } from "../../ports.ts";
import { liveView, type LiveViewOptions } from "./live-view.ts";
import { endlessPaper } from "../paper.ts";

/** The live view for a file or a pipe: no colour, no wrapping, whole lines. */
export function plainView(options: Omit<LiveViewOptions, "paper">): Subscriber {
  return liveView({ ...options, paper: endlessPaper });
}
