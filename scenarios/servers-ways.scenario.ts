import {
  allow,
  calls,
  file,
  httpError,
  outcome,
  redacted,
  reply,
  says,
  scenario,
  sentAs,
  stream,
  thinks,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/**
 * Each reply comes in ways of some servers, each way on the wire that has it. All are whole: none costs another try, and none
 * loses a word, a thought or a call.
 */
export default scenario({
  name: "replies in the ways of many servers are read as they are meant",
  epic: "Cook a dinner",
  rules: [allow.everything()],
  models: [
    tier1(
      // A part of the prompt was in the server's cache, and a part is written there; zeros at the end take nothing of it back.
      reply(tracks({ id: "dinner", title: "The dinner" }))
        .tokens({ input: 400, output: 60, cacheRead: 30, cacheWrite: 200 })
        .fails(
          sentAs(
            { type: "line-ends", as: "crlf-apart" },
            { type: "message-usage", as: "at-the-start" },
            { type: "usage", as: "prompt-again" },
          ),
        ),
    ),
    tier2(
      "dinner",
      reply(tickets({ id: "soup", title: "Cook the soup" })).fails(
        httpError(429, { retryAfter: "2.5s", pauseAs: "fraction" }),
        sentAs({ type: "ends", as: "reset" }, { type: "rest-at-end" }),
      ),
    ),
    tier3(
      "soup",
      // Of two calls only their numbers tell which one a piece is of.
      reply(
        says("First the list. "),
        calls("write", { file_path: "soup/list.txt", content: "leeks\npotatoes\n" }),
        calls("write", { file_path: "soup/time.txt", content: "forty minutes\n" }),
      ).fails(
        httpError(529, { retryAfter: "1700ms", pauseAs: "words" }),
        httpError(529, { retryAfter: "2600ms", pauseAs: "reset-header" }),
        sentAs({ type: "calls-in-turns" }, { type: "item-ids", as: "none" }),
      ),
      // Only their ids do.
      reply(
        calls("write", { file_path: "soup/salt.txt", content: "a pinch of salt\n" }),
        calls("read", { file_path: "soup/list.txt" }),
      ).fails(
        sentAs(
          { type: "calls-in-turns" },
          { type: "item-index", as: "zero" },
          { type: "ends", as: "reset" },
        ),
      ),
      // All of an input comes with its call's beginning, its last piece with its end, a thought that says nothing before it.
      reply(calls("write", { file_path: "soup/pot.txt", content: "a large pot\n" })).fails(
        httpError(529, { retryAfter: "4s", pauseAs: "date" }),
        httpError(529, { retryAfter: "1900ms" }),
        sentAs(
          { type: "input-first" },
          { type: "rest-at-end" },
          { type: "always-thinks", text: "" },
        ),
      ),
      // A thought in two parts, told apart in the stream and once more in all that ends it.
      reply(
        thinks("Is it warm? Is it salted? "),
        redacted("aGlkZGVu"),
        says("It is warm, and à point. "),
        calls("read", { file_path: "soup/time.txt" }),
      ).fails(
        sentAs(
          { type: "line-ends", as: "cr" },
          { type: "pieces", bytes: 1 },
          { type: "signature-in-pieces" },
          { type: "signature-late" },
          { type: "input-at-end" },
          { type: "summary-in-parts" },
        ),
      ),
      reply(says("The soup is served.")).fails(
        sentAs({ type: "events-as", as: "many-lines" }, { type: "pieces", bytes: null }),
      ),
    ),
  ],
  expect: [
    outcome("done"),
    ticket("soup").attempts(1),
    stream("Tier 3 (Worker): soup").equals(
      "First the list. It is warm, and à point. The soup is served.",
    ),
    file("soup/list.txt").equals("leeks\npotatoes\n"),
    file("soup/time.txt").equals("forty minutes\n"),
    file("soup/salt.txt").equals("a pinch of salt\n"),
    file("soup/pot.txt").equals("a large pot\n"),
  ],
});
