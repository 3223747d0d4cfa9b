/** The command of the processes that `sim` shares its schedules out to; a person has no use for it. */
export const exploreWord = "explore";
