/** What Bun makes of `import path from "./x.wasm" with { type: "file" }`: where the file is, also in a single file. */
declare module "*.wasm" {
  const path: string;
  export default path;
}
