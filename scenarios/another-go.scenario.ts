import {
  allow,
  calls,
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

// The check needs a service that is down. Once it is up, a person retries, and says so.
export default scenario({
  name: "a failed ticket is tried again, and what it blocked goes on",
  epic: "Talk to the service",
  rules: [allow.everything()],
  config: { attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "talk", title: "Talk" }))),
    tier2(
      "talk",
      reply(
        tickets(
          { id: "call", title: "Call the service" },
          { id: "use", title: "Use what it says", dependsOn: ["call"] },
          { id: "page", title: "Write the page" },
        ),
      ),
    ),
    tier3("call", reply(write("call.ts")), reply(says("It calls."))),
    tier3("call", reply(write("call.ts")), reply(says("It still calls."))).attempt(2),
    tier3("use", reply(write("use.ts")), reply(says("Used."))),
    tier3("page", reply(write("page.md")), reply(says("Written."))),
  ],
  checks: {
    call: [fails("no answer from the service\n"), passes()],
    use: [passes()],
    page: [passes()],
  },
  retries: [{ ticketId: null, note: "the service is up again" }],
  expect: [
    outcome("done"),
    ticket("call").attempts(2),
    ticket("use").attempts(1),
    ticket("page").attempts(1),
    file("use.ts").contains("use"),
  ],
});
