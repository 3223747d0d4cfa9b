import { describe, expect, test } from "bun:test";
import {
  connectionRefused,
  cut,
  httpError,
  maxTokens,
  overloaded,
  rateLimited,
} from "../../src/sim/dsl/fault.ts";
import { withReading } from "../../src/mock-provider/read-request.ts";
import { call } from "../../src/sim/dsl/call.ts";
import { tier1 } from "../../src/sim/dsl/model.ts";
import { says, uses } from "../../src/sim/dsl/part.ts";
import { reply, type ReplyChain, type RequestBody } from "../../src/sim/dsl/reply.ts";
import { served } from "../../src/sim/dsl/served.ts";
import { foreignReplies } from "../../src/replies/foreign-replies.ts";
import { clientOf } from "./foreign-client.ts";

const say = (text: string): ReplyChain => reply(says(text));
const serve = (...replies: readonly ReplyChain[]) => clientOf(served({ name: "s", replies }));

describe("a reply counts as used", () => {
  test("once a try delivered it", () => {
    const { ask, problems } = serve(say("one").fails(rateLimited("1s")));
    ask("a");
    expect(problems()).toEqual([
      'reply 1 (says "one") was only met by its fault (429); no retry came. Where the client is to give up there, write .final() after the fault.',
    ]);
    ask("a");
    expect(problems()).toBeEmpty();
  });

  test("not while all its tries failed, which are named, and its other faults are not told besides", () => {
    const { ask, problems } = serve(
      say("one").fails(overloaded(), connectionRefused(), cut({ afterEvents: 3 }), overloaded()),
    );
    for (let nth = 0; nth < 3; nth++) ask("a");
    expect(problems()).toHaveLength(1);
    expect(problems()[0]).toContain("its faults (529, connection refused, cut after 3 events)");
  });

  test.each([400, 401, 403, 404, 413] as const)(
    "where it met %i, which no client repeats",
    (status) => {
      const { ask, problems } = serve(say("never said").fails(httpError(status)));
      ask("a");
      expect(problems()).toBeEmpty();
      expect(ask("a", { retryCount: 1 })).toContain(
        `#1 was final (${status}): the client should have given up. Where it is to try again, write httpError(${status}, { shouldRetry: true }).`,
      );
    },
  );

  test("as `x-should-retry` says", () => {
    const { ask, problems } = serve(
      say("one").fails(httpError(500, { shouldRetry: false })),
      say("two").fails(httpError(400, { shouldRetry: true })),
    );
    ask("a");
    ask("b");
    expect(problems()).toHaveLength(1);
    expect(problems()[0]).toStartWith('reply 2 (says "two") was only met by its fault (400');
  });

  test("where the script has the client give up: what is asked then meets the next reply", () => {
    const { ask, problems } = serve(
      say("never said").fails(overloaded(), overloaded().final()),
      say("two"),
    );
    expect(ask("a")).toBe("never said with status");
    expect(ask("a", { retryCount: 1 })).toBe("never said with status");
    expect(problems()).toHaveLength(1);
    expect(ask("b")).toBe("two");
    expect(problems()).toBeEmpty();
  });

  test("a final fault may also be named from afar", () => {
    const faults = [overloaded().final().on(call.tier1())];
    const { ask, problems } = clientOf({ models: [tier1(say("one"))], faults });
    ask("a");
    expect(problems()).toBeEmpty();
  });

  test("not where the client let go, be it before it had begun or in its middle", () => {
    const { ask, problems, used } = serve(say("one"), say("two"));
    ask("a", { fate: "begun" });
    ask("b", { fate: "aborted" });
    expect(used()).toBe(0);
    expect(problems()).toEqual([
      "reply 1 was left half-read (#1, after 5 ms), and nobody came for it again. Where the client is to leave, write .leaves() after the reply.",
      'reply 2 (says "two") never began: the client let go of its request before, and did not come again.',
    ]);
  });

  test("where the client let go in its middle, and came again or was to leave", () => {
    const { ask, problems, used } = serve(say("one"), say("two").leaves());
    expect([ask("a", { fate: "begun" }), ask("a")]).toEqual(["one", "one"]);
    ask("b", { fate: "begun" });
    expect(problems()).toBeEmpty();
    expect(used()).toBe(2);
  });

  test("where the model itself broke it", () => {
    const { ask, problems } = serve(say("one").fails(maxTokens()));
    ask("a");
    expect(problems()).toBeEmpty();
  });
});

describe("what is left is told", () => {
  test("with its words and what it waits for", () => {
    const { problems, left } = serve(say("one"), reply(uses("weather", {})).when("rain"));
    expect(problems()).toEqual([
      'No request met reply 1 (says "one").',
      'No request met reply 2 (calls weather), for a request that contains "rain".',
    ]);
    expect(left()).toEqual(["reply 1", "reply 2"]);
  });

  test("with the name of the reply that it is about, whatever words a reply has", () => {
    const { ask, blamed } = serve(
      say("one"),
      say("two").fails(maxTokens(), overloaded()),
      say("as in reply 1").when("as in reply 1"),
    );
    ask("a");
    ask("b");
    expect(blamed()).toEqual(["reply 2", "reply 3"]);
    ask("c");
    expect(blamed()).toEqual([null, "reply 2", "reply 3"]);
  });

  test("a fault of a reply that was used without it", () => {
    const { ask, problems } = serve(say("one").fails(maxTokens(), overloaded()));
    ask("a");
    expect(problems()).toEqual(["No request met the fault 529 of reply 1, try 2."]);
  });

  test("a fault that stands at no reply", () => {
    const fault = overloaded();
    const faults = [fault.on(call.tier1()), fault.on(call.tier1({ turn: 7 }))];
    const { ask, problems } = clientOf({ models: [tier1(say("one"))], faults });
    ask("a");
    ask("a");
    expect(problems()).toEqual(["The fault 529 is on tier1, turn 7, where there is no reply."]);
  });
});

test("of requests that no reply is meant for, a hundred are kept and the others are counted", () => {
  const { ask, problems } = serve(say("one"));
  ask("a");
  for (let nth = 1; nth <= 100; nth++) ask(`more ${nth}`);
  expect(problems()).toHaveLength(100);
  ask("101");
  expect(problems().slice(99)).toEqual([
    'No reply is meant for this request (anthropic, ends with "more 100"). All replies of the scenario are used up: 1.',
    "No reply was meant for 1 more request.",
  ]);
  for (let nth = 102; nth <= 5_000; nth++) ask(`${nth}`);
  expect(problems()).toHaveLength(101);
  expect(problems().at(-1)).toBe("No reply was meant for 4,900 more requests.");
});

describe("a predicate that fails", () => {
  const reads = (body: RequestBody) => String(body["a"]!.toString()) === "x";

  test("is told with its error and its reply, and takes no request for another reply down", () => {
    const {
      ask,
      served: shown,
      problems,
    } = serve(say("main"), say("picky").when(reads), say("title").when("title"));
    const message = ask("hello");
    expect(message).toStartWith(
      'The `when` of reply 2 failed on this request (anthropic, ends with "hello"): it threw TypeError',
    );
    expect(shown).toEqual([{ type: "unmatched", message }]);
    expect(ask("title")).toBe("title");
    expect(ask("hello", { body: { a: "x" } })).toBe("picky");
    // Nobody waits for it any more.
    expect(ask("hello again")).toBe("main");
    expect(problems()).toEqual([message]);
  });

  test("or that is asynchronous, which no verdict is", () => {
    const later = (async () => true) as unknown as () => boolean;
    expect(serve(say("one").when(later)).ask("a")).toContain("it returned a promise");
  });

  test("is asked once a request, whatever comes of it", () => {
    let asked = 0;
    const counts = () => (asked += 1) < 0;
    const { ask } = serve(say("main").fails(overloaded()), say("never").when(counts));
    expect([ask("a"), ask("a")]).toEqual(["main with status", "main"]);
    expect(asked).toBe(2);
  });
});

describe("a reply for several requests", () => {
  test("is met so many times, and wants to be", () => {
    const { ask, problems, left } = serve(say("title").when("title").times(3), say("main"));
    expect([ask("title 1"), ask("title 1")]).toEqual(["title", "title"]);
    expect(problems()[0]).toBe(
      'reply 1 (says "title"), for a request that contains "title", was met 2 times, and is for 3 requests.',
    );
    expect(left()).toEqual(["reply 1", "reply 2"]);
    expect([ask("title 3"), ask("title 4")]).toEqual(["title", "main"]);
    expect(problems()).toBeEmpty();
  });

  test("has its faults at the first of them", () => {
    const { ask, problems } = serve(say("one").fails(overloaded()).times(2));
    expect([ask("a"), ask("a"), ask("b")]).toEqual(["one with status", "one", "one"]);
    expect(problems()).toBeEmpty();
  });

  test("is tried again each by itself", () => {
    const { ask } = serve(say("one").times(2), say("two"));
    ask("a", { fate: "aborted" });
    expect([ask("b"), ask("a"), ask("c")]).toEqual(["one", "one", "two"]);
  });

  test("or for any number of them, also for none", () => {
    const { ask, problems, left } = serve(say("main"), say("title").when("title").always());
    expect(left()).toEqual(["reply 1"]);
    ask("go");
    expect(problems()).toBeEmpty();
    for (let nth = 0; nth < 200; nth++) expect(ask(`title ${nth}`)).toBe("title");
    expect(ask("title 199", { retryCount: 1 })).toBe("title");
    expect(problems()).toBeEmpty();
  });

  test("for any number, each of which may fail and come again", () => {
    const { ask, problems } = serve(say("title").always());
    ask("title 1", { fate: "aborted" });
    ask("title 2");
    expect(problems()).toHaveLength(1);
    ask("title 1");
    expect(problems()).toBeEmpty();
  });

  test("for any number, and what came of the earlier ones is forgotten", () => {
    const script = served({ name: "s", replies: [say("title").always()] });
    const replies = foreignReplies(
      script,
      () => {},
      () => 0,
    );
    for (let call = 1; call <= 50; call++) {
      const body = { messages: [{ role: "user", content: `title ${call}` }] };
      const asked = { call, address: null, path: "/v1/messages", body, retryCount: 0 };
      replies.next(withReading({ wire: "anthropic", ...asked }));
      replies.observe({ call, address: null, type: "ended", fault: null });
    }
    expect(replies.rounds().length).toBeLessThan(5);
  });

  test("for any number, of which as many are remembered as may come again", () => {
    const script = served({ name: "s", replies: [say("title").always()] });
    const replies = foreignReplies(
      script,
      () => {},
      () => 0,
    );
    const about = { address: null };
    for (let call = 1; call <= 300; call++) {
      const body = { messages: [{ role: "user", content: `title ${call}` }] };
      const asked = { ...about, call, path: "/v1/messages", body, retryCount: 0 };
      replies.next(withReading({ wire: "anthropic", ...asked }));
      replies.observe({ ...about, call, type: "aborted" });
    }
    expect(replies.rounds().length).toBeWithin(60, 70);
  });

  test("for any number, and one that never came is told, however many came after it", () => {
    const { ask, problems } = serve(say("title").always());
    for (let nth = 1; nth <= 200; nth++) ask(`title ${nth}`, { fate: "aborted" });
    for (let nth = 101; nth <= 200; nth++) ask(`title ${nth}`);
    expect(problems()).toEqual([
      'reply 1 (says "title") never began: the client let go of its request before, and did not come again.',
    ]);
    ask("title 1");
    expect(problems()).toBeEmpty();
  });

  test("for any number, and one that is let go of while others come is told, too", () => {
    const { ask, abandon, problems } = serve(say("title").always());
    ask("title 1", { fate: "open" });
    ask("title 2");
    ask("title 3");
    abandon(1);
    expect(problems()).toHaveLength(1);
    ask("title 1");
    expect(problems()).toBeEmpty();
  });

  test("for very many of them, which are made as they are met", () => {
    const script = served({ name: "s", replies: [say("title").times(20_000_000), say("last")] });
    expect(
      foreignReplies(
        script,
        () => {},
        () => 0,
      ).rounds(),
    ).toHaveLength(2);
    const { ask, problems } = clientOf(script);
    expect([ask("a"), ask("b"), ask("c")]).toEqual(["title", "title", "title"]);
    expect(problems()).toEqual([
      'reply 1 (says "title"), was met 3 times, and is for 20000000 requests.',
      'No request met reply 2 (says "last").',
    ]);
  });

  test("for any number, and its fault, which wants to be met once anything comes", () => {
    const { ask, problems } = serve(say("main"), say("t").when("t").fails(overloaded()).always());
    ask("go");
    expect(problems()).toBeEmpty();
    ask("t");
    expect(problems()).toHaveLength(1);
    ask("t");
    expect(problems()).toBeEmpty();
  });
});
