/**
 * CSS that shows a shadow at the edge where an element can be scrolled sideways, because a number that is cut off
 * looks like a whole one. `--under` is the background.
 */
export const goesOn = [
  "background:linear-gradient(to right,var(--under) 40%,transparent) left/36px 100% local no-repeat",
  "linear-gradient(to left,var(--under) 40%,transparent) right/36px 100% local no-repeat",
  "linear-gradient(to right,var(--shade),transparent) left/12px 100% no-repeat",
  "linear-gradient(to left,var(--shade),transparent) right/12px 100% no-repeat",
].join(",");
