import type { Block } from './block.ts';
import type { Formulation } from './formulate.ts';
import type { LinearProgram } from './linear-program.ts';

/** The exact value of whole columns in the programme's costs; what caps take away is worked out here. */
export function vectorValue({ program, rank, blocks }: Formulation, vector: Float64Array): number {
  let value = 0;
  for (let column = 0; column < program.columns; column += 1) {
    const at = vector[column] as number;
    if (at !== 0 && rank[column] !== 0) value += at * (program.cost[column] as number);
  }
  for (const block of blocks) {
    if (block.lost < 0) continue;
    const over = overCap(program, block, vector);
    if (over > 0) value += over * (program.cost[block.lost] as number);
  }
  return value;
}

/** How far the savings of a capped copy exceed its goods, in the unit of its row. */
function overCap(program: LinearProgram, { times, lost }: Block, vector: Float64Array): number {
  const row = lostRow(program, lost);
  let over = 0;
  for (let column = times; column < lost; column += 1) {
    const at = vector[column] as number;
    if (at === 0) continue;
    const end = program.starts[column + 1] as number;
    for (let entry = program.starts[column] as number; entry < end; entry += 1)
      if (program.rowOf[entry] === row) over += at * (program.factor[entry] as number);
  }
  return over;
}

const lostRow = (program: LinearProgram, lost: number) =>
  program.rowOf[program.starts[lost] as number] as number;

/** Whether whole columns meet every first row and bound exactly; what caps take away follows and is not looked at. */
export function isFeasible({ program, rank, blocks, rows }: Formulation, vector: Float64Array): boolean {
  const sums = program.scratch.floats(rows);
  for (let column = 0; column < program.columns; column += 1) {
    const at = vector[column] as number;
    if (at === 0 && program.lower[column] === 0) continue;
    if (at < (program.lower[column] as number) || at > (program.upper[column] as number)) return false;
    if (rank[column] === 0) continue;
    const end = program.starts[column + 1] as number;
    for (let entry = program.starts[column] as number; entry < end; entry += 1) {
      const row = program.rowOf[entry] as number;
      sums[row] = (sums[row] as number) + at * (program.factor[entry] as number);
    }
  }
  for (const { lost } of blocks) if (lost >= 0) sums[lostRow(program, lost)] = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < rows; row += 1) {
    const over = (sums[row] as number) - (program.rhs[row] as number);
    if (program.equality[row] === 1 ? over !== 0 : over > 0) return false;
  }
  return true;
}
