import { frameworks } from "./frameworks.ts";
import { threeForecasts, versions } from "./three-forecasts.ts";

/** Each version of the program in each framework: `rehearsal sim agents/forecasts.scenario.ts --filter LangGraph`. */
export default Object.entries(frameworks).flatMap(([name, ask]) =>
  versions.map((version) => threeForecasts(name, ask, version)),
);
