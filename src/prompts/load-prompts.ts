import type { Prompts } from "../core/settings.ts";
import epic from "./epic.md" with { type: "text" };
import failure from "./failure.md" with { type: "text" };
import orchestrator from "./orchestrator.md" with { type: "text" };
import qa from "./qa.md" with { type: "text" };
import repair from "./repair.md" with { type: "text" };
import techLead from "./tech-lead.md" with { type: "text" };
import ticket from "./ticket.md" with { type: "text" };
import track from "./track.md" with { type: "text" };
import worker from "./worker.md" with { type: "text" };

/** The texts that models are given; a run's log keeps those that it was started with. */
export function loadPrompts(): Prompts {
  return {
    system: { tier1: orchestrator, tier2: techLead, tier3: worker, tier4: qa },
    epic,
    track,
    ticket,
    failure,
    repair,
  };
}
