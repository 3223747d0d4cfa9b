import type { ModelRequest } from "../../core/effect.ts";
import type { KnownTraits, ServerTraits } from "../../core/server.ts";
import type { ServerWords } from "./server-words.ts";

/** A request that a server refused, and how it was put. */
export interface RefusedRequest {
  readonly request: ModelRequest;
  readonly traits: ServerTraits;
  /** The body as it was sent. */
  readonly body: object;
  readonly status: number;
  readonly words: ServerWords;
}

/** What a refusal may name, and what to send in its place where it does. */
interface Lesson {
  readonly names: RegExp;
  /** `null`: the request did not say it, so that this is not what was refused. */
  readonly instead: (refused: RefusedRequest) => KnownTraits | null;
}

/**
 * What a server's refusal teaches; `null`: nothing that another request would mend. A refusal is a 400, a 422
 * or the like whose words, `param` or `loc` name a part of the request: no two servers word it alike.
 */
export function lessonOf(refused: RefusedRequest): KnownTraits | null {
  if (!refusals.has(refused.status)) return null;
  const { words, parameters } = refused.words;
  const text = [...parameters, words].join("\n");
  for (const { names, instead } of lessons) {
    if (!names.test(text)) continue;
    const traits = instead(refused);
    if (traits !== null) return traits;
  }
  return null;
}

/**
 * 200: LM Studio says no with a body alone. 404: OpenRouter finds no provider that takes a parameter. 500 and 501: local
 * servers that trip over one.
 */
const refusals: ReadonlySet<number> = new Set([200, 400, 404, 415, 422, 500, 501]);

const says = (body: object, name: string): boolean => JSON.stringify(body).includes(`"${name}"`);

const lessons: readonly Lesson[] = [
  {
    names: /v1\/responses|chatCompletion operation does not work/i,
    instead: ({ traits }) => (traits.api === "chat" ? { api: "responses" } : null),
  },
  {
    names:
      /(not|un)[- ]?support(ed)? (by |in |with )?(the )?(responses api|\/?v1\/responses)|^(404 )?(page |route )?not found$|(cannot|invalid url|no route|not found).{0,20}\/responses/im,
    instead: ({ traits }) => (traits.api === "responses" ? { api: "chat" } : null),
  },
  {
    names: /stream_options|include_usage/i,
    instead: ({ traits }) => (traits.asksForUsage ? { asksForUsage: false } : null),
  },
  {
    names:
      /max(imum)?[_ ]?(completion_|output_|new_)?tokens|maxOutputTokens|maximum context length/i,
    instead: outputLimit,
  },
  {
    names: /additional_?properties/i,
    instead: ({ traits, body }) =>
      traits.additionalProperties && says(body, "additionalProperties")
        ? { additionalProperties: false }
        : null,
  },
  {
    names:
      /response[_ ]?format|json[_ ]?schema|json_object|structured.?output|output[_ ](config|format|schema)|grammar|guided|text\.format|json[_ ]mode|response mime ?type/i,
    instead: structuredOutput,
  },
  {
    names: /cache_control/i,
    instead: ({ traits, body }) =>
      traits.cacheMarks && says(body, "cache_control") ? { cacheMarks: false } : null,
  },
  {
    names: /signature/i,
    instead: ({ traits, words }) =>
      traits.unsignedThoughts === "as-sent" && /thinking/i.test(words.words)
        ? { unsignedThoughts: "never" }
        : null,
  },
  {
    names: /reasoning|thinking|extra_content|thought/i,
    instead: ({ traits, request, words: { words } }) => {
      if (isWanted(words))
        return /signature/i.test(words) || !lacksThought(request, traits)
          ? null
          : { thoughts: "always" };
      return traits.thoughts !== "never" && hasThoughts(request) ? { thoughts: "never" } : null;
    },
  },
  {
    names:
      /system (role|message|prompt|instruction)|roles?.{0,40}system|messages[.[]0\]?\.role|developer|alternat/i,
    instead: ({ traits, request }) =>
      traits.systemPrompt === "message" && request.system !== "" ? { systemPrompt: "user" } : null,
  },
  {
    names:
      /\bcontent\b.{0,60}(null|nil|none|string|required|empty|missing|type)|(null|nil|none|empty|missing).{0,40}\bcontent\b|NoneType|callable: null/is,
    instead: emptyContent,
  },
  {
    names: /\bstream(ing|ed)?\b/i,
    instead: ({ traits }) => (traits.streams ? { streams: false } : null),
  },
  {
    // Another deployment than the one that thought so cannot read it.
    names: /encrypted.?content.*(verif|decrypt|pars)/is,
    instead: ({ traits }) => (traits.thoughts === "never" ? null : { thoughts: "never" }),
  },
  {
    names: /encrypted.?content/i,
    instead: (refused) => withoutMember(refused, "include"),
  },
  {
    names:
      /unsupported|not supported|does not support|unknown|unrecogni[sz]ed|unexpected|extra|not permitted|not allowed|invalid|deprecated/i,
    instead: namedMember,
  },
];

/** What a server cannot be asked without. */
const essential: ReadonlySet<string> = new Set([
  "model",
  "messages",
  "input",
  "instructions",
  "system",
  "tools",
  "stream",
  "max_tokens",
  "max_completion_tokens",
  "max_output_tokens",
]);

/** Any other member that the refusal names: as its parameter, or in quotes or with a colon in its words. */
function namedMember(refused: RefusedRequest): KnownTraits | null {
  const { parameters, words } = refused.words;
  const names = [...Object.keys(refused.body), "strict"];
  const isNamed = (member: string): boolean => {
    const name = member.replace(/\W/g, "\\$&");
    // No word of a sentence has a line under it.
    if (member.includes("_") && new RegExp(`\\b${name}\\b`).test(words)) return true;
    return (
      parameters.some((parameter) => parameter.split(/[.[\]]+/).includes(member)) ||
      new RegExp(`['"\`]${name}['"\`]|(^|[\\s.])${name}(:|$)|[:.] ?${name}\\b`).test(words)
    );
  };
  const name = names.find((one) => !essential.has(one) && isNamed(one));
  return name === undefined ? null : withoutMember(refused, name);
}

function withoutMember({ traits, body }: RefusedRequest, name: string): KnownTraits | null {
  return says(body, name) && !traits.leftOut.includes(name)
    ? { leftOut: [...traits.leftOut, name] }
    : null;
}

/** The next way of telling a plan's schema. */
function structuredOutput({ request, traits, words }: RefusedRequest): KnownTraits | null {
  if (request.outputSchema === null) return null;
  switch (traits.structuredOutput) {
    case "json_schema":
      // Anthropic's wire has nothing between.
      return {
        structuredOutput: /output[_ ](config|format)/i.test(words.words) ? "prompt" : "json_object",
      };
    case "json_object":
      return { structuredOutput: "prompt" };
    case "prompt":
      return null;
  }
}

/** A lower limit where one is told; else the other of its two names. */
function outputLimit({
  request,
  traits,
  body,
  words: { words, parameters },
}: RefusedRequest): KnownTraits | null {
  const wanted =
    /['"`]?(max_completion_tokens|max_tokens)['"`]? (?:instead|is required)|use ['"`]?(max_completion_tokens|max_tokens)/i.exec(
      words,
    );
  const other = wanted?.[1] ?? wanted?.[2];
  if (other !== undefined && other !== traits.outputLimit && says(body, traits.outputLimit))
    return { outputLimit: other as ServerTraits["outputLimit"] };
  const granted = grantedTokens(words, request.maxOutputTokens);
  if (granted !== null) return { maxOutputTokens: granted };
  const isNamed =
    parameters.includes(traits.outputLimit) ||
    new RegExp(`\\b${traits.outputLimit}\\b`).test(words);
  if (!isNamed || !says(body, traits.outputLimit) || !isUnsupported.test(words)) return null;
  return {
    outputLimit: traits.outputLimit === "max_tokens" ? "max_completion_tokens" : "max_tokens",
  };
}

const isUnsupported =
  /unsupported|not supported|unknown|unrecogni[sz]ed|unexpected|extra inputs|not permitted|not allowed|deprecated|invalid/i;

/** The most of a reply that a server grants, by its words: "the valid range of max_tokens is [1, 8192]". */
function grantedTokens(words: string, asked: number): number | null {
  // vLLM, TGI: what the window has beside the prompt.
  const window =
    /context length is (\d+) tokens.*?(?:(?:has|contains|requested|includes) |\()(\d+) (?:input tokens|in the messages)/is.exec(
      words,
    ) ?? /max_new_tokens`? must be <= (\d+).*? (\d+) `?inputs/is.exec(words);
  if (window !== null) {
    const room = Number(window[1]) - Number(window[2]);
    return room > 0 && room < asked ? room : null;
  }
  if (/context (length|limit)|prompt is too long/i.test(words)) return null;
  const numbers = [...words.matchAll(/\d{1,3}(?:[,_]\d{3})+(?!\d)|\d+/g)].map(([digits]) =>
    Number(digits.replace(/[,_]/g, "")),
  );
  // Google's ranges leave their end out.
  const beyond = /exclusive\)?\.?$/i.test(words) ? 1 : 0;
  const lower = numbers
    .filter((number) => number !== asked)
    .map((number) => number - beyond)
    .filter((number) => number > 1 && number < asked);
  return lower.length === 0 ||
    !/max|most|range|limit|less|lower|large|exceed|above|between|取值范围|>|≤|<=/i.test(words)
    ? null
    : Math.max(...lower);
}

/** The next way of saying that a reply had no words beside its calls. */
function emptyContent({ traits, body }: RefusedRequest): KnownTraits | null {
  const { messages } = body as { readonly messages?: unknown };
  const isSilent = (content: unknown): boolean =>
    content === null || content === undefined || content === "";
  const hasSilent =
    Array.isArray(messages) &&
    messages.some(
      (message: { readonly role?: unknown; readonly content?: unknown }) =>
        message.role === "assistant" && isSilent(message.content),
    );
  if (!hasSilent) return null;
  switch (traits.emptyContent) {
    case "null":
      return { emptyContent: "empty" };
    case "empty":
      return { emptyContent: "absent" };
    case "absent":
      return null;
  }
}

const hasThoughts = ({ messages }: ModelRequest): boolean =>
  messages.some(({ content }) =>
    content.some(
      (block) =>
        block.type === "carried" ||
        (block.type === "thinking" && block.signature === "") ||
        (block.type === "tool-use" && block.carried !== undefined),
    ),
  );

/** Whether a call went without a thought, which a server may miss though it sent none. */
const lacksThought = ({ messages }: ModelRequest, { thoughts }: ServerTraits): boolean =>
  thoughts !== "always" &&
  messages.some(
    ({ content }) =>
      content.some(({ type }) => type === "tool-use") &&
      !content.some((block) => block.type === "thinking" && block.member === undefined),
  );

/** The server misses a thought rather than refuses it. */
const isWanted = (words: string): boolean =>
  /missing|required|must be (passed|provided|included)|expected/i.test(words);
