import type { Found, hunt, Sought } from "./hunt.ts";

/*
 * A process that hunts in one copy of the program after another. Each copy is loaded anew; what all of them share, the
 * packages, is loaded and warm from the first one on: that is most of what a process of its own would cost.
 */

/** What is looked for, and in which copy; the file is by its path in the copy. */
export interface Prey extends Sought {
  readonly folder: string;
}

export type Catch =
  | { readonly type: "caught"; readonly found: Found }
  | { readonly type: "escaped" }
  | { readonly type: "broken"; readonly message: string };

if (import.meta.main) {
  process.on("message", (prey: Prey) => {
    void hunting(prey).then((caught) => process.send!(caught));
  });
}

async function hunting({ folder, file, ...sought }: Prey): Promise<Catch> {
  try {
    const copy = (await import(`${folder}/test/sim/mutants/hunt.ts`)) as { hunt: typeof hunt };
    const found = await copy.hunt({ ...sought, file: `${folder}/${file}` });
    return found === null ? { type: "escaped" } : { type: "caught", found };
  } catch (error) {
    return { type: "broken", message: String(error) };
  }
}
