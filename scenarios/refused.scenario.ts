import {
  allow,
  calls,
  check,
  outcome,
  refusal,
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

/** A model that refuses has not replied, however its server says so: the attempt is over, and the next one begins anew. */
export default scenario({
  name: "a refusal is no reply, in a member of its own, in a part of the content or by its reason alone",
  epic: "Write the letters",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "letters", title: "The letters" }))),
    tier2(
      "letters",
      reply(
        tickets(
          { id: "letter", title: "Write a letter" },
          { id: "card", title: "Write a card", dependsOn: ["letter"] },
        ),
      ),
    ),
    tier3(
      "letter",
      reply(says("I would rather not write such a letter.")).fails(refusal({ as: "member" })),
    ),
    tier3(
      "letter",
      reply(calls("write", { file_path: "letter.txt", content: "Dear you\n" })),
      reply(says("It is written.")),
    ).attempt(2),
    tier3(
      "card",
      reply(calls("write", { file_path: "card.txt", content: "Greetings\n" })),
      reply(says("No, I would rather not.")).fails(refusal({ as: "part" })),
    ),
    tier3(
      "card",
      reply(calls("write", { file_path: "card.txt", content: "Warm greetings\n" })),
      reply(says("It is written as well.")),
    ).attempt(2),
  ],
  expect: [
    outcome("done"),
    ticket("letter").attempts(2),
    ticket("card").attempts(2),
    // Beside what a server refused and said how to ask instead.
    check("two replies were refusals", ({ log }) => {
      const codes = log.flatMap((event) =>
        event.type === "stream.discarded" && event.failure.teaches === undefined
          ? [event.failure.code]
          : [],
      );
      return codes.join() === "refusal,refusal" || codes.join();
    }),
  ],
});
