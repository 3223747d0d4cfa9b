import { expect, test } from "bun:test";
import { type Leave, lackOfLeave } from "../../../src/replies/request/leave-lack.ts";
import { maxTokens, miscalls, raw, reply, says, searches, uses } from "../../../src/sim/api.ts";

const free: Leave = {
  tools: ["find", "patch"],
  toolChoice: { type: "free" },
  hasParallelCalls: true,
  textTools: [],
};
const required = (...tools: readonly string[]) => ({
  toolChoice: { type: "required", tools: tools.length === 0 ? null : tools } as const,
});
const lack = (
  { data }: { readonly data: ReturnType<typeof reply>["data"] },
  leave: Partial<Leave> = {},
) => {
  const { parts, ...others } = data;
  const plain = parts.filter((part) => part.type !== "made");
  return lackOfLeave(
    { name: "reply 1", reply: { ...others, parts: plain } },
    { ...free, ...leave },
  );
};
const call = uses("find", {});

test("what a model may answer lacks nothing", () => {
  expect(lack(reply(says("x"), call, call))).toBeNull();
  expect(lack(reply(call), { ...required("find"), hasParallelCalls: false })).toBeNull();
  expect(lack(reply(says("x")), { toolChoice: { type: "none" } })).toBeNull();
  expect(lack(reply(uses("patch", "+a")), { textTools: ["patch"] })).toBeNull();
  expect(lack(reply(uses("patch", { input: "+a" })), { textTools: ["patch"] })).toBeNull();
});

test("what no model could answer is told, and why", () => {
  expect(lack(reply(says("x")), required())).toContain("forces a call.");
  expect(lack(reply(says("x")), required("find"))).toContain("a call of find");
  expect(lack(reply(call), { toolChoice: { type: "none" } })).toContain(
    "calls find, and this request forbids",
  );
  expect(lack(reply(call, call), { hasParallelCalls: false })).toContain("2 calls at once");
  expect(lack(reply(call), { toolChoice: { type: "allowed", tools: ["look"] } })).toContain(
    "lets only look be called",
  );
  expect(lack(reply(uses("patch", "+a")))).toContain("takes an object");
});

test("a model that stops early, a provider's own search, exact bytes and a wrong call are let be", () => {
  const must = required();
  expect(lack(reply(says("x")).stops("refusal"), must)).toBeNull();
  expect(lack(reply(says("x")).fails(maxTokens()).stops("max-tokens"), must)).toBeNull();
  expect(lack(reply(searches("x"), says("x")), must)).toBeNull();
  expect(lack(raw("x"), must)).toBeNull();
  expect(lack(reply(uses("patch", "+a")), { tools: null })).toBeNull();
  expect(lack(reply(miscalls("find", "text")), { toolChoice: { type: "none" } })).toBeNull();
});
