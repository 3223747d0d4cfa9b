import { z } from "zod";
import { hostPattern } from "../core/host-list.ts";
import { ruleSchemaOf } from "../core/gates/rule.ts";
import { type Config } from "./define-config.ts";
import { providerNames } from "./known-providers.ts";
import type { JsonObject } from "../core/json.ts";
import { exactly } from "../core/words/strict-schema.ts";
import { parseDuration } from "./duration.ts";

const text = z.string().trim().min(1);
const count = z.int().min(1);
const usd = z.number().min(0);
const duration = z.string().refine((written) => (parseDuration(written) ?? 0) > 0, {
  error: 'is no duration: write a number and a unit, such as "30s", "5m" or "1h30m"',
});

const address = z.url({ protocol: /^https?$/, error: "is no http or https address" });
const provider = z.enum(providerNames);
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*\*?$/, {
  error: "is no name of an environment variable, such as DATABASE_URL",
});

const host = z.string().regex(hostPattern, {
  error: "is no name of a host, such as git.example.com, *.example.com or example.com:8080",
});

const model = z.strictObject({
  model: text,
  provider: provider.exactOptional(),
  baseUrl: address.exactOptional(),
  maxOutputTokens: count.exactOptional(),
  contextTokens: count.nullable().exactOptional(),
});
const modelConfig = z.union([text, model]);

export const ruleSchema = ruleSchemaOf(text);

const price = z.strictObject({
  inputUsd: usd,
  outputUsd: usd,
  cacheReadUsd: usd,
  cacheWriteUsd: usd,
});

const server = z.strictObject({
  api: z.enum(["chat", "responses"]).exactOptional(),
  structuredOutput: z.enum(["json_schema", "json_object", "prompt"]).exactOptional(),
  outputLimit: z.enum(["max_tokens", "max_completion_tokens"]).exactOptional(),
  maxOutputTokens: count.nullable().exactOptional(),
  asksForUsage: z.boolean().exactOptional(),
  emptyContent: z.enum(["null", "empty", "absent"]).exactOptional(),
  systemPrompt: z.enum(["message", "user"]).exactOptional(),
  additionalProperties: z.boolean().exactOptional(),
  thoughts: z.enum(["as-sent", "always", "never"]).exactOptional(),
  unsignedThoughts: z.enum(["as-sent", "never"]).exactOptional(),
  cacheMarks: z.boolean().exactOptional(),
  streams: z.boolean().exactOptional(),
  leftOut: z.array(text).exactOptional(),
  keyVariable: text.exactOptional(),
  headers: z.record(z.string(), z.string()).exactOptional(),
  body: z.custom<JsonObject>(isJsonObject, { error: "must be an object" }).exactOptional(),
});

const window = z.strictObject({
  contextTokens: count.nullable().exactOptional(),
  maxOutputTokens: count.exactOptional(),
});

/** What `rehearsal.config.ts` may hold; a key that is not here is refused. */
export const configSchema = exactly<Config>()(
  z.strictObject({
    provider: provider.exactOptional(),
    baseUrl: address.exactOptional(),
    servers: z.record(address, server).exactOptional(),
    models: z
      .strictObject({
        tier1: modelConfig.exactOptional(),
        tier2: modelConfig.exactOptional(),
        tier3: modelConfig.exactOptional(),
        tier4: modelConfig.exactOptional(),
      })
      .exactOptional(),
    mode: z.enum(["auto", "step"]).exactOptional(),
    workers: count.exactOptional(),
    attempts: count.exactOptional(),
    turns: count.exactOptional(),
    tries: count.exactOptional(),
    repeats: z.int().min(2).exactOptional(),
    check: text.nullable().exactOptional(),
    notify: z.boolean().exactOptional(),
    setup: text.nullable().exactOptional(),
    env: z
      .strictObject({
        pass: z.array(variable).exactOptional(),
        set: z.record(variable, z.string()).exactOptional(),
      })
      .exactOptional(),
    sandbox: z
      .union([z.boolean(), z.literal("online"), z.strictObject({ hosts: z.array(host) })])
      .exactOptional(),
    budget: z
      .strictObject({
        tokens: count.nullable().exactOptional(),
        costUsd: usd.nullable().exactOptional(),
        time: duration.exactOptional(),
        ticketTime: duration.exactOptional(),
        tierTime: z
          .strictObject({
            tier1: duration.exactOptional(),
            tier2: duration.exactOptional(),
            tier3: duration.exactOptional(),
            tier4: duration.exactOptional(),
          })
          .exactOptional(),
      })
      .exactOptional(),
    rules: z.array(ruleSchema).exactOptional(),
    popupTimeout: duration.nullable().exactOptional(),
    stallTimeout: duration.exactOptional(),
    toolTimeout: duration.exactOptional(),
    prices: z.record(z.string(), price).exactOptional(),
    windows: z.record(z.string(), window).exactOptional(),
  }),
);

function isJsonObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The keys that the object at `path` may have; none where it is not an object or may have any key. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = configSchema;
  for (const key of path) schema = memberOf(bare(schema), key);
  const object = bare(schema);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

/** Unwraps an optional schema; of a union, the alternative that is an object. */
function bare(schema: unknown): unknown {
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable)
    return bare(schema.unwrap());
  if (schema instanceof z.ZodUnion)
    return schema.options.find((option) => option instanceof z.ZodObject);
  return schema;
}

function memberOf(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return undefined;
}
