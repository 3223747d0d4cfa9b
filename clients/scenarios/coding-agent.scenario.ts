import { call, miscalls, overloaded, reply, says, scenario, thinks, tier1 } from "rehearsal/sim";

export default scenario({
  name: "what a coding agent asks",
  epic: "Mend the greeting",
  models: [
    tier1(
      reply(thinks("I read it first."), miscalls("read", { path: "greeting.txt" })),
      reply(
        miscalls("edit", {
          path: "greeting.txt",
          edits: [{ oldText: "Helo", newText: "Hello" }],
        }),
      ),
      reply(miscalls("bash", { command: "cat greeting.txt > seen.txt" })),
      reply(says("The greeting is mended.")),
    ),
  ],
  faults: [overloaded().on(call.tier1({ turn: 3 }))],
});
