import {
  allow,
  calls,
  file,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const write = (path: string, content: string) => calls("write", { file_path: path, content });
const note = (path: string, text: string) =>
  calls("bash", { command: `echo '${text}' >> ${path}` });

// The check trims the ends of lines in the tree before it looks for what is left to do. What it trims is its own doing:
// it is not committed for the worker, who goes on in the trimmed tree.
export default scenario({
  name: "a check that formats what it looks at changes nothing of what is committed",
  epic: "Write the recipes down",
  workspace: { "recipes/tea.txt": "water  \n" },
  rules: [allow.everything()],
  config: {
    check: "for file in recipes/*.txt; do sed -i 's/ *$//' $file; done; ! grep TODO recipes/*.txt",
    attempts: 2,
  },
  models: [
    tier1(reply(tracks({ id: "book", title: "The book" }))),
    tier2(
      "book",
      reply(
        tickets(
          { id: "soup", title: "Write the soup down" },
          { id: "bread", title: "Write the bread down" },
          { id: "list", title: "List them", dependsOn: ["soup", "bread"] },
        ),
      ),
    ),
    tier3("soup", reply(write("recipes/soup.txt", "leek  \n")), reply(says("Leek soup."))),
    tier3("bread", reply(write("recipes/bread.txt", "TODO  \n")), reply(says("To be written."))),
    tier4("bread", reply(says("The bread is still to be written."))),
    tier3(
      "bread",
      reply(note("recipes/tea.txt", "leaves")),
      reply(write("recipes/bread.txt", "flour  \n")),
      reply(says("Flour.")),
    ).attempt(2),
    tier3("list", reply(write("list.txt", "tea, soup, bread\n")), reply(says("Listed."))),
  ],
  expect: [
    outcome("done"),
    ticket("bread").attempts(2),
    file("recipes/soup.txt").equals("leek  \n"),
    file("recipes/bread.txt").equals("flour  \n"),
    // It was trimmed when the second attempt came to it, and only that attempt changed it.
    file("recipes/tea.txt").equals("water\nleaves\n"),
  ],
});
