import type { Formulation } from './formulate.ts';

/** The exact value of whole columns in the programme's costs; what caps take away is worked out here. */
export function vectorValue({ program, rank, blocks }: Formulation, vector: Float64Array): number {
  let value = 0;
  for (let column = 0; column < program.columns; column += 1) {
    const at = vector[column] as number;
    if (at !== 0 && rank[column] !== 0) value += at * (program.cost[column] as number);
  }
  for (const block of blocks) {
    if (block.lost < 0) continue;
    const row = program.rowOf[program.starts[block.lost] as number] as number;
    let over = 0;
    for (let column = block.times; column < block.lost; column += 1) {
      const at = vector[column] as number;
      if (at === 0) continue;
      const end = program.starts[column + 1] as number;
      for (let entry = program.starts[column] as number; entry < end; entry += 1)
        if (program.rowOf[entry] === row) over += at * (program.factor[entry] as number);
    }
    if (over > 0) value += over * (program.cost[block.lost] as number);
  }
  return value;
}
