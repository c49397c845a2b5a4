import { type Reason, reasons } from './vector.ts';

export interface Failure {
  readonly id: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface Report {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly unsupported: readonly { readonly id: string; readonly reason: Reason }[];
}

export const emptyReport: Report = { passed: 0, failures: [], unsupported: [] };

export function addReports(reports: readonly Report[]): Report {
  return {
    passed: reports.reduce((sum, { passed }) => sum + passed, 0),
    failures: reports.flatMap(({ failures }) => failures),
    unsupported: reports.flatMap(({ unsupported }) => unsupported),
  };
}

/** For people: what went wrong, what was not compared, and the counts last. */
export function reportLines({ passed, failures, unsupported }: Report): string[] {
  return [
    ...failures.flatMap(({ id, expected, actual }) => [
      `failed ${id}`,
      `  expected ${JSON.stringify(expected)}`,
      `  actual   ${JSON.stringify(actual)}`,
    ]),
    ...unsupported.map(({ id, reason }) => `unsupported ${id}: ${reasons[reason]}`),
    `${passed} passed, ${failures.length} failed, ${unsupported.length} unsupported`,
  ];
}

export function reportJson({ passed, failures, unsupported }: Report) {
  return {
    passed,
    failed: failures.length,
    unsupported: unsupported.length,
    failures: failures.map(({ id, expected, actual }) => ({ id, expected, actual: actual ?? null })),
    unsupportedIds: unsupported.map(({ id }) => id),
  };
}
