import { join } from "node:path";
import { apiPage } from "./api-page.ts";

/** Writes docs/api.md anew. */
const root = join(import.meta.dir, "..");
await Bun.write(join(root, "docs", "api.md"), await apiPage(root));
