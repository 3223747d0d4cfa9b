import { z } from "zod";
import { problemsOf } from "./dag.ts";
import { type TicketId, ticketId, type TrackId, trackId } from "../ids.ts";
import { type JsonObject, readJson } from "../json.ts";
import type { Ticket, Track } from "./ticket.ts";
import { readPlanText } from "../reply/plan-text.ts";

/** Ids end up in branch names, folders and stream ids, so they are kept to what all of these take. */
const id = z
  .string()
  .regex(
    /^(?!.*\.\.)(?!.*\.lock$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?<!\.)$/,
    "must be 1 to 64 letters, digits, '.', '_' or '-', and begin with a letter or a digit",
  );

/** Titles end up in commits and on terminals: one line, of what can be seen. */
const title = z
  .string()
  .regex(
    /^[^\p{Cc}\u2028-\u202e\u2066-\u2069]{1,200}$/u,
    "must be one line of 1 to 200 characters, without control characters",
  );

const tracksReply = z.strictObject({
  tracks: z.array(z.strictObject({ id, title, description: z.string().default("") })).min(1),
});

const ticketsReply = z.strictObject({
  tickets: z
    .array(
      z.strictObject({
        id,
        title,
        description: z.string().default(""),
        files: z.array(z.string()).default([]),
        dependsOn: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});

/** What the two planners must answer with, as JSON Schema. */
export const outputSchemas: { readonly tier1: JsonObject; readonly tier2: JsonObject } = {
  tier1: jsonSchemaOf(tracksReply),
  tier2: jsonSchemaOf(ticketsReply),
};

export type Reading<Plan> =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly string[] };

export function readTracks(text: string): Reading<readonly Track[]> {
  const read = parse(text, tracksReply);
  return read.ok ? checkTracks(read.plan) : read;
}

export function readTickets(
  text: string,
  track: TrackId,
  taken: ReadonlySet<TicketId>,
): Reading<readonly Ticket[]> {
  const read = parse(text, ticketsReply);
  return read.ok ? checkTickets(read.plan, track, taken) : read;
}

/** A person's edit of proposed tracks goes through the same checks as a model's proposal. */
export function checkTracks(value: unknown): Reading<readonly Track[]> {
  const read = conform(value, tracksReply);
  if (!read.ok) return read;
  const tracks = read.plan.tracks.map((track) => ({ ...track, id: trackId(track.id) }));
  const ids = new Set<TrackId>();
  const problems: string[] = [];
  for (const track of tracks) {
    if (ids.has(track.id)) problems.push(`two tracks have the id "${track.id}"`);
    ids.add(track.id);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, plan: tracks };
}

export function checkTickets(
  value: unknown,
  track: TrackId,
  taken: ReadonlySet<TicketId>,
): Reading<readonly Ticket[]> {
  const read = conform(value, ticketsReply);
  if (!read.ok) return read;
  const tickets = read.plan.tickets.map((ticket) => ({
    ...ticket,
    id: ticketId(ticket.id),
    trackId: track,
    dependsOn: [...new Set(ticket.dependsOn)].map(ticketId),
  }));
  const problems = problemsOf(tickets, taken);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, plan: tickets };
}

/** The plan in a reply: the whole of it, or the one object in it that fits; of several, the last word counts. */
function parse<Shape extends z.ZodType>(text: string, shape: Shape): Reading<z.output<Shape>> {
  const { bare, objects } = readPlanText(text);
  const whole = readJson(bare);
  if (whole.ok) return conform(whole.value, shape);
  const readings = objects.map((object) => conform(object, shape));
  const fitting = readings.findLast(({ ok }) => ok);
  // What begins as JSON and breaks off is told as that, and not by what of it is whole.
  const [only, ...others] = bare.startsWith("{") ? [] : readings;
  if (fitting !== undefined) return fitting;
  if (only !== undefined && others.length === 0) return only;
  return { ok: false, problems: [`the reply is not JSON: ${whole.problem}`] };
}

function conform<Shape extends z.ZodType>(value: unknown, shape: Shape): Reading<z.output<Shape>> {
  const result = shape.safeParse(value);
  if (result.success) return { ok: true, plan: result.data };
  const problems = result.error.issues.map(
    (issue) => `${issue.path.length > 0 ? issue.path.join(".") : "the reply"}: ${issue.message}`,
  );
  return { ok: false, problems };
}

/**
 * Servers take only a part of JSON Schema where it binds a reply: no patterns, bounds or defaults. What they
 * leave out is checked here, and quoted back by the repair turn.
 */
function jsonSchemaOf(shape: z.ZodType): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io: "input",
    override({ jsonSchema }) {
      for (const keyword of ["pattern", "minLength", "maxLength", "minItems", "default"] as const) {
        delete jsonSchema[keyword];
      }
    },
  });
  return schema as JsonObject;
}
