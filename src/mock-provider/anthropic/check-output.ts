import type { JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import {
  flag,
  integer,
  listOf,
  type Look,
  membersOf,
  ifSet,
  nameAmong,
  need,
  number,
  shape,
  text,
  unlessAbsent,
} from "./check-shape.ts";

/** None at all is allowed: it warms the prompt cache. */
const room: Look = (value, path) =>
  integer(value, path) ??
  (Number(value) < 0 ? `${path}: must be greater than or equal to 0` : null);

const ownNotes = shape({}, { user_id: text });

const metadata: Look = (value, path) =>
  isObject(value)
    ? ownNotes(value, path, "known")
    : `${path}: Input does not match the expected shape.`;

const stopSequence: Look = (value, path) =>
  text(value, path) ??
  (String(value).trim() === ""
    ? "stop_sequences: each stop sequence must contain non-whitespace"
    : null);

const share = unlessAbsent(
  (value, path) =>
    number(value, path) ?? (Number(value) < 0 || Number(value) > 1 ? `${path}: range: 0..1` : null),
);

const checkSettings = membersOf({
  max_tokens: need(room),
  metadata: ifSet(metadata),
  stop_sequences: ifSet(listOf(stopSequence)),
  temperature: share,
  service_tier: unlessAbsent(nameAmong("auto", "standard_only")),
  top_k: unlessAbsent(integer),
  top_p: share,
  stream: unlessAbsent(flag),
});

/**
 * The settings that only a request for a message has, in the order in which the API looked at them in August
 * 2026, and in its words (github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, docs/conformance-matrix.md).
 */
export const checkOutput = (body: JsonObject): string | null =>
  checkSettings(body, "") ??
  // Our own words: nobody was seen to try.
  (body.max_tokens === 0 && body.stream === true
    ? "max_tokens: 0 is not allowed with stream"
    : null);
