import type { AimockMatch } from "./aimock-fixture.ts";
import { escapedPattern, sourceOf } from "./source-text.ts";

/** `.when(…)` for the requests that a fixture of aimock's is for, as source text. */
export function whenSource(match: AimockMatch): string {
  const asked = [...membersAsked(match), ...functionsAsked(match)];
  if (asked.length === 0) return ".when(/^/)";
  if (asked.every(({ member }) => member !== null))
    return `.when({ ${asked.map(({ member }) => member).join(", ")} })`;
  return `.when((${"responseFormat" in match ? "body" : "_"}, request) => ${asked.map(({ code }) => code).join(" && ")})`;
}

/** One thing that a request must hold: as a member of `.when({ … })` where one can say it, and as code. */
interface Asked {
  readonly member: string | null;
  readonly code: string;
}

function membersAsked(match: AimockMatch): readonly Asked[] {
  const { userMessage, systemMessage, toolResultContains, toolName, model } = match;
  const systems = typeof systemMessage === "string" ? [systemMessage] : (systemMessage ?? []);
  const [system] = systems;
  return [
    ...(userMessage ? [contained("lastUser", userMessage)] : []),
    ...(systems.length === 1 && system
      ? [contained("system", system)]
      : systems.map((text): Asked => ({ ...contained("system", text), member: null }))),
    ...(toolResultContains ? [toolResult(toolResultContains)] : []),
    ...(toolName ? [tool(toolName)] : []),
    ...(model ? [modelNamed(model)] : []),
  ];
}

const contained = (member: "lastUser" | "system", text: string): Asked => ({
  member: `${member}: ${sourceOf(text)}`,
  code: `request.${member}.includes(${sourceOf(text)})`,
});

const toolResult = (text: string): Asked => ({
  member: `toolResult: ${sourceOf(text)}`,
  code: `request.messages.at(-1)?.role === "tool" && request.toolResults.some((result) => result.includes(${sourceOf(text)}))`,
});

const tool = (name: string): Asked => ({
  member: `tools: /^${escapedPattern(name)}$/m`,
  code: `request.tools.includes(${sourceOf(name)})`,
});

/** That model, or one of its dated versions. */
function modelNamed(model: string): Asked {
  const pattern = `/^${escapedPattern(model)}(?:-\\d.*)?$/`;
  return { member: `model: ${pattern}`, code: `${pattern}.test(request.model)` };
}

/** What only a function can ask for. */
function functionsAsked(match: AimockMatch): readonly Asked[] {
  const { toolCallId, hasToolResult, responseFormat, turnIndex } = match;
  const codes = [
    ...(toolCallId === undefined
      ? []
      : [`request.messages.at(-1)?.callId === ${sourceOf(toolCallId)}`]),
    ...(hasToolResult === undefined ? [] : [hasToolResult ? resultsSince : `!(${resultsSince})`]),
    ...(responseFormat === undefined
      ? []
      : [
          `JSON.stringify(body["response_format"] ?? body["text"] ?? "").includes(${sourceOf(`"type":${JSON.stringify(responseFormat)}`)})`,
        ]),
    ...(turnIndex === undefined || turnIndex <= 0 ? [] : [`${turns} >= ${turnIndex}`]),
  ];
  return codes.map((code) => ({ member: null, code }));
}

const resultsSince = `request.messages.findLastIndex(({ role }) => role === "tool") > request.messages.findLastIndex(({ role }) => role === "user")`;

const turns = `request.messages.filter(({ role }, at, all) => role === "assistant" && all[at - 1]?.role !== "assistant").length`;
