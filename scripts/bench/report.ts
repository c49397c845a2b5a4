import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One measured figure. `goal` is an upper bound for times and a lower bound for rates. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly runs: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly value?: number;
  readonly goal?: number;
  readonly ok?: boolean;
  /** What the figure is of, where its name does not say it. */
  readonly note?: string | undefined;
}

export function percentiles(
  name: string,
  unit: string,
  samples: readonly number[],
  goal?: { p95: number },
): BenchResult {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  const result = { name, unit, runs: samples.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  return goal ? { ...result, goal: goal.p95, ok: result.p95 <= goal.p95 } : result;
}

export function single(
  name: string,
  unit: string,
  value: number,
  goal?: { max: number } | { min: number },
): BenchResult {
  const result = { name, unit, runs: 1, value: round(value) };
  if (!goal) return result;
  return 'max' in goal
    ? { ...result, goal: goal.max, ok: value <= goal.max }
    : { ...result, goal: goal.min, ok: value >= goal.min };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

export function report(suite: string, results: readonly BenchResult[]): object {
  const installed = (name: string) =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
  return {
    suite,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    machine: {
      cpu: cpus()[0]?.model ?? '',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
    },
    node: process.versions.node,
    workerd: installed('workerd'),
    calibrationUs: calibrate(),
    results,
  };
}

/** The median time of a fixed arithmetic loop: lets figures of different machines be compared. */
function calibrate(): number {
  const samples: number[] = [];
  for (let run = 0; run < 21; run++) {
    const started = performance.now();
    let hash = 2166136261;
    for (let i = 0; i < 1_000_000; i++) hash = Math.imul(hash ^ (i & 255), 16777619);
    samples.push((performance.now() - started) * 1000 + (hash === 0 ? 1 : 0));
  }
  return Math.round(samples.toSorted((a, b) => a - b)[10] ?? 0);
}
