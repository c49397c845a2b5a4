/** The columns of one deal, or of a part of a package's applications. */
export interface Block {
  readonly deal: number;
  /** The block's lists of members, without classes that are merged into others. */
  readonly members: readonly (readonly ColumnMember[])[];
  /** The column that counts applications; of a quantity deal, the first tier's. */
  readonly times: number;
  /** First columns of the units: of each group, of the full and the rewarded units, or of each tier. */
  readonly units: readonly number[];
  /** The column of what a cap takes away; -1 if none can bind. */
  readonly lost: number;
  /** Of a least-expensive deal: the prices of its members, dearest first; else none. */
  readonly levels: readonly number[];
  /** Members of which every application needs one; null if it needs none. */
  readonly rich: ((member: ColumnMember) => boolean) | null;
}

export interface ColumnMember {
  readonly unitClass: number;
  readonly savesScaled: number;
  readonly rewardedScaled?: number;
}
