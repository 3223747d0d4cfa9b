import type { ScenarioReport } from "./scenario-report.ts";

/** The name of a scenario, and of the server that it was rehearsed with, where one was named. */
export const reportTitle = ({ name, server }: Pick<ScenarioReport, "name" | "server">): string =>
  server === null ? name : `${name} [${server}]`;
