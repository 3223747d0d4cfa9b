import {
  allow,
  calls,
  file,
  outcome,
  popups,
  reply,
  says,
  scenario,
  take,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });
const paths = { page: "plan", folder: "plan/spring.md" } as const;
type Shape = keyof typeof paths;

// One ticket makes `plan` a file, the other a folder with a file in it, and both can't be. Whose side the person takes has its
// own; the other's is gone from the branch, and what does not conflict stays.
const script = (first: Shape, side: "branch" | "ticket") => {
  const second: Shape = first === "page" ? "folder" : "page";
  const [won, lost] = side === "branch" ? [first, second] : [second, first];
  return scenario({
    name: `one ticket makes a ${first === "page" ? "file" : "folder"} what the next makes a ${first === "page" ? "folder" : "file"}, and the person takes the side of the ${side}`,
    epic: "Plan the garden",
    workspace: { "README.md": "# Garden\n" },
    rules: [allow.everything()],
    models: [
      tier1(reply(tracks({ id: "garden", title: "The garden" }))),
      tier2(
        "garden",
        reply(
          tickets(
            { id: "page", title: "Plan on a page" },
            { id: "folder", title: "Plan by season" },
          ),
        ),
      ),
      tier3(
        first,
        reply(write(paths[first]), write(`${first}.md`)).after("1s"),
        reply(says("It is planned.")),
      ),
      tier3(
        second,
        reply(write(paths[second]), write(`${second}.md`)).after("1m"),
        reply(says("It is planned otherwise.")),
      ),
    ],
    user: [take.merge(second, side).after("10s")],
    expect: [
      outcome("done"),
      ticket("page").done(),
      ticket("folder").done(),
      popups("merge").inOrder(),
      file(paths[won]).equals(`${paths[won]}\n`),
      file(paths[lost]).missing(),
      file("page.md").equals("page.md\n"),
      file("folder.md").equals("folder.md\n"),
    ],
  });
};

export default [
  script("page", "branch"),
  script("page", "ticket"),
  script("folder", "branch"),
  script("folder", "ticket"),
];
