import {
  allow,
  approve,
  ask,
  calls,
  check,
  fails,
  file,
  outcome,
  passes,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

// The checks need two services that are down. Once each is up, a person retries, and says so.
export default scenario({
  name: "failed tickets are tried again, one after the other, and what both blocked goes on then",
  epic: "Talk to the services",
  rules: [allow.everything(), ask.spawn("mail")],
  config: { attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "talk", title: "Talk" }))),
    tier2(
      "talk",
      reply(
        tickets(
          { id: "call", title: "Call the service" },
          { id: "mail", title: "Write to the other one" },
          { id: "page", title: "Write the page" },
          { id: "use", title: "Use what the first says", dependsOn: ["page", "call"] },
          { id: "tell", title: "Tell what came of it", dependsOn: ["use"] },
          { id: "both", title: "Use what both say", dependsOn: ["page", "call", "mail"] },
          { id: "all", title: "Sum it up", dependsOn: ["use", "both"] },
        ),
      ),
    ),
    tier3("call", reply(write("call.ts"), write("guess.ts")), reply(says("It calls."))),
    tier3("call", reply(write("call.ts")), reply(says("It still calls."))).attempt(2),
    tier3("mail", reply(write("mail.ts")), reply(says("It writes."))),
    tier3("mail", reply(write("mail.ts")), reply(says("It still writes."))).attempt(2),
    tier3("page", reply(write("page.md")), reply(says("Written."))),
    tier3("use", reply(write("use.ts")), reply(says("Used."))),
    tier3("tell", reply(says("Told."))),
    tier3("both", reply(says("Nothing to add."))),
    // What it waits for is blocked still once the first is tried again.
    tier3("all", reply(says("Both work."))),
  ],
  checks: {
    call: [fails("no answer from the service\n"), passes()],
    mail: [fails("no answer from the other one\n"), passes()],
    use: [passes()],
    page: [passes()],
    tell: [passes()],
    both: [passes()],
    all: [passes()],
  },
  user: [approve.spawn("mail"), approve.spawn("mail").attempt(2).after("10m")],
  retries: [
    { ticketId: "call", note: "the service is up again" },
    { ticketId: "mail", note: "the other one, too" },
  ],
  expect: [
    outcome("done"),
    ticket("call").attempts(2),
    ticket("mail").attempts(2),
    ticket("use").attempts(1),
    ticket("tell").attempts(1),
    ticket("both").attempts(1),
    ticket("all").attempts(1),
    file("use.ts").contains("use"),
    file("mail.ts").contains("mail"),
    check("who tries again reads what failed, and what the person says", (run) => {
      const prompts = run.log.flatMap((event) =>
        event.type === "session.opened" && event.sessionId === "tier3:call:2"
          ? event.message.content.map((block) => (block.type === "text" ? block.text : ""))
          : [],
      );
      const wanted = ["no answer from the service", "the service is up again"];
      return wanted.every((words) => prompts.join().includes(words)) || prompts.join();
    }),
    // What the first attempt left behind is not taken over.
    file("guess.ts").missing(),
  ],
});
