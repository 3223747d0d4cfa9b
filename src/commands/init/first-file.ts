/** A file that `init` writes, and what it is for. */
export interface FirstFile {
  readonly path: string;
  readonly text: string;
  readonly purpose: string;
}
