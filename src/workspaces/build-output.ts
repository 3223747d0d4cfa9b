/** Folders and files, by name, that tools of many languages make and projects ignore for that reason. */
const folders = new Set(
  (
    "node_modules bower_components jspm_packages vendor Pods Carthage DerivedData dist build out target bin obj lib " +
    "coverage htmlcov .nyc_output .next .nuxt .output .svelte-kit .astro .angular .vite .turbo .parcel-cache .cache " +
    ".gradle .mvn .dart_tool _build deps elm-stuff .terraform .serverless .stack-work dist-newstyle zig-cache " +
    ".zig-cache zig-out .bundle .yarn .pnp .pnpm-store .venv venv __pycache__ .pytest_cache .mypy_cache .ruff_cache " +
    ".tox .nox .eggs .ipynb_checkpoints .hypothesis storybook-static playwright-report test-results tmp temp logs log " +
    ".idea .vscode .vs .sass-cache .eslintcache .DS_Store"
  ).split(" "),
);
const names =
  /\.egg-info$|^cmake-build-|\.(?:log|pid|pyc|pyo|o|obj|a|so|dylib|dll|exe|class|jar|tsbuildinfo|sw[op]|tmp|lcov|gcda|gcno|profraw|eslintcache|stylelintcache|cover)$|^\.coverage|^\.eslintcache$|^npm-debug|^yarn-(?:debug|error)/;

/** Whether an ignored path is what builds, tests and package managers leave, going by its name alone. */
export function isBuildOutput(path: string): boolean {
  return path.split("/").some((part) => folders.has(part) || names.test(part));
}
