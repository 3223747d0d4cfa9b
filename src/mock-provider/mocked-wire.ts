import type { JsonObject } from "../core/json.ts";
import type { Dialect, SpelledReply } from "./dialect.ts";
import type { Complain, Turn } from "./reading/turn.ts";
import type { RequestReading } from "./request-reading.ts";
import type { Habit } from "./servers/habit.ts";
import type { ServerEvent } from "./servers/server-event.ts";

/** A provider's wire as the mock plays it: all that anything outside of the wire's folder needs of it. */
export interface MockedWire {
  /** How the paths end that it answers a POST at. */
  readonly paths: readonly string[];
  /** Made anew for each mock, since some remember what was said. A request is the first one's that serves it. */
  dialects(): readonly Dialect[];
  /** The body of a 404, where the request was meant for this API; else `null`. */
  notFound(request: Request, message: string): object | null;
  read(body: JsonObject): RequestReading;
  /** Reads the conversation of a request as strictly as the wire is documented. What does not fit is complained of. */
  turns(body: JsonObject, complain: Complain): readonly Turn[];
  /** Changes the events of a streamed reply, one way of a server after another. */
  habitual(
    events: readonly ServerEvent[],
    habits: readonly Habit[],
    answer: SpelledReply,
  ): readonly ServerEvent[];
  /** Ways that no server here has, and that some gateway or version was seen to have (docs/servers.md, "Reading"). */
  readonly strayHabits: readonly Habit[];
}
