import type { Event, EventOf } from "../../../core/event.ts";
import type { TicketId, TrackId } from "../../../core/ids.ts";
import type { Ticket, Track } from "../../../core/planning/ticket.ts";
import type { Findings } from "../verdict.ts";

/**
 * A session opens with what it is about: the epic and the project's documents, its track, its ticket with the files in
 * full and the names of those that tickets before it left out, or the check that failed and what it printed.
 */
export function checkOpenings(log: readonly Event[], { exercise, breach }: Findings): void {
  const [first] = log;
  if (first?.type !== "run.started") return;
  const { epic, settings } = first;
  const tracks = new Map<TrackId, Track>();
  const tickets = new Map<TicketId, Ticket>();
  const prepared = new Map<TicketId, EventOf<"preparation.ended">>();
  const failed = new Map<TicketId, string>();
  /** What the commits of tickets lack. */
  const missing = new Map<TicketId, readonly string[]>();
  let survey: EventOf<"survey.ended"> | null = null;
  const demand = (
    where: string,
    [prompt, text]: readonly ["epic" | "track" | "ticket" | "failure", string],
    values: Readonly<Record<string, readonly string[]>>,
  ): void => {
    exercise();
    for (const [place, wanted] of Object.entries(values)) {
      // The user may have replaced the prompt by one without this placeholder.
      if (!settings.prompts[prompt].includes(`{{${place}}}`)) continue;
      const lacking = wanted.find((words) => !text.includes(words));
      if (lacking !== undefined)
        breach(`${where} lacks its ${place}: ${JSON.stringify(lacking.slice(0, 60))}`);
    }
  };
  const project = () => ({
    epic: [epic],
    files: survey?.files ?? [],
    documents: survey?.documents.map(({ text }) => text) ?? [],
  });
  for (const event of log) {
    const where = `event ${event.seq}:`;
    switch (event.type) {
      case "survey.ended":
        survey = event;
        break;
      case "tracks.accepted":
        for (const track of event.tracks) tracks.set(track.id, track);
        break;
      case "tickets.accepted":
        for (const ticket of event.tickets) tickets.set(ticket.id, ticket);
        break;
      case "preparation.ended":
        prepared.set(event.ticketId, event);
        break;
      case "commit.ended":
        missing.set(
          event.ticketId,
          (event.leftovers ?? []).flatMap(({ path, why }) => (unsaid.has(why) ? [] : [path])),
        );
        break;
      case "check.ended":
        if (!event.passed) failed.set(event.ticketId, event.output);
        break;
      case "popup.opened":
      case "rule.applied": {
        const { ticketId, ...rest } = event.type === "rule.applied" ? event : event.popup;
        const subject = "subject" in rest ? rest.subject : rest;
        const ticket = tickets.get(ticketId!);
        if (subject.kind !== "spawn" || ticket === undefined) break;
        const { documents = [], skeletons = [] } = prepared.get(ticket.id) ?? {};
        const gate = "gate" in event ? event.gate : event.popup.id;
        demand(`${where} the prompt of ${ticket.id}`, ["ticket", subject.payload.prompt], {
          ticketId: [ticket.id],
          ticketTitle: [ticket.title],
          ticketDescription: [
            ticket.description,
            ...ticket.dependsOn.flatMap((id) => missing.get(id) ?? []),
          ],
          documents: documents.map(({ text }) => text),
          skeletons: skeletons.map(({ text }) => text),
          attempt: [`${gate.split(":").at(-1)}`],
        });
        break;
      }
      case "session.opened": {
        const text = event.message.content
          .flatMap((block) => (block.type === "text" ? [block.text] : []))
          .join("\n");
        const session = `${where} ${event.sessionId}`;
        const track = tracks.get(event.trackId!);
        if (event.tier === "tier1") demand(session, ["epic", text], project());
        if (event.tier === "tier2" && track !== undefined)
          demand(session, ["track", text], {
            ...project(),
            trackId: [track.id],
            trackTitle: [track.title],
            trackDescription: [track.description],
            otherTracks: [...tracks.values()].flatMap(({ id, title }) =>
              id === track.id ? [] : [`${id}: ${title}`],
            ),
          });
        if (event.tier === "tier4")
          demand(session, ["failure", text], {
            ticketId: [event.ticketId!],
            command: [settings.check ?? ""],
            output: [failed.get(event.ticketId!) ?? ""],
          });
        break;
      }
      default:
    }
  }
}

/** What a command made by the way, or a worker may not write: nobody expects it. */
const unsaid: ReadonlySet<string> = new Set(["output", "reserved", "conflict"]);
