import scenarios from "../../../scenarios/file-or-folder.scenario.ts";

export default scenarios[0];
