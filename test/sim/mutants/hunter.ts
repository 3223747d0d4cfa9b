import type { Found, hunt } from "./hunt.ts";

/*
 * A process that hunts in one copy of the program after another. Each copy is loaded anew; what all of them share, the
 * packages, is loaded and warm from the first one on: that is most of what a process of its own would cost.
 */

/** Which copy, which scenario of it, and whether faults are drawn. */
export interface Prey {
  readonly folder: string;
  readonly file: string;
  readonly faults: "scripted" | "all";
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

async function hunting({ folder, file, faults }: Prey): Promise<Catch> {
  try {
    const copy = (await import(`${folder}/test/sim/mutants/hunt.ts`)) as { hunt: typeof hunt };
    const found = await copy.hunt(`${folder}/${file}`, faults);
    return found === null ? { type: "escaped" } : { type: "caught", found };
  } catch (error) {
    return { type: "broken", message: String(error) };
  }
}
