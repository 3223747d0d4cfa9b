import {
  allow,
  calls,
  check,
  httpError,
  outcome,
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

// The first worker gives its place up while its key is refused. Whoever took it would ask with the same key.
export default scenario({
  name: "nobody takes the place of a worker whose key is refused, since theirs would be, too",
  epic: "Bake",
  rules: [allow.everything()],
  config: { workers: 1 },
  models: [
    tier1(reply(tracks({ id: "menu", title: "A menu" }))),
    tier2("menu", reply(tickets({ id: "bread", title: "Bread" }, { id: "cake", title: "A cake" }))),
    tier3("bread", reply(write("bread.txt")).fails(httpError(401)), reply(says("Baked."))),
    tier3("cake", reply(write("cake.txt")), reply(says("Baked."))),
  ],
  expect: [
    outcome("done"),
    ticket("bread").done(),
    ticket("cake").done(),
    check("the cake waited for the key", ({ log }) => {
      const claims = log.flatMap(({ type, seq }) => (type === "ticket.claimed" ? [seq] : []));
      const resumed = log.find(({ type }) => type === "run.resumed")?.seq ?? Infinity;
      return claims.length === 2 && claims[0]! < resumed && resumed < claims[1]!;
    }),
  ],
});
