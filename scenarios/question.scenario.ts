import {
  allow,
  answer,
  asks,
  calls,
  file,
  outcome,
  popups,
  reply,
  says,
  scenario,
  stream,
  thinks,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  usage,
} from "rehearsal/sim";

export default scenario({
  name: "a worker asks, a person answers, and no character is lost on the way",
  epic: "Greet people in their language",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "greet", title: "Greetings" }))),
    tier2("greet", reply(tickets({ id: "T-1", title: "Write the greeting" }))),
    tier3(
      "T-1",
      // Seven bytes a chunk: the cuts fall inside events, and inside “é”, “→” and “🎭”.
      reply(
        thinks("Café → salon → théâtre 🎭? The ticket does not say which language."),
        says("Une question… 🎭 "),
        asks("Français ou русский?"),
      ).chunks(7),
      // A hard start, then byte by byte.
      reply(
        says("Entendu — écrit: «Привет, 世界» 🎉"),
        calls("write", { file_path: "greeting.txt", content: "Привет, 世界 🎉\n" }),
      ).chunks(900, 5, 3, 1),
      reply(says(" Voilà.")).tokens({ output: 42, thinking: 7 }),
    ),
  ],
  user: [answer.question("T-1", "русский, please 🙏").after("3m")],
  expect: [
    outcome("done"),
    ticket("T-1").done(),
    stream("Tier 3 (Worker): T-1").equals(
      "Une question… 🎭 Entendu — écrit: «Привет, 世界» 🎉 Voilà.",
    ),
    // Thoughts are no part of what a worker says.
    stream("Tier 3 (Worker): T-1").not.contains("Café"),
    file("greeting.txt").equals("Привет, 世界 🎉\n"),
    popups("question").inOrder(),
    usage("tier3").outputTokens.atLeast(42),
  ],
});
