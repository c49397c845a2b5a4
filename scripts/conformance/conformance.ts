import { readFileSync } from 'node:fs';
import { exitStatus, stop } from '../exit.ts';
import { readOptions, usage } from './options.ts';
import { readVectors } from './read-vectors.ts';
import { addReports, reportJson, reportLines } from './report.ts';
import { resolveReferences } from './resolve-references.ts';
import { runOracle } from './run-oracle.ts';
import { runVectors } from './run-vectors.ts';
import type { Vector } from './vector.ts';

/** What every file may refer to. */
const ownVectors = ['pricing', 'peers'].map((name) => new URL(`./vectors/${name}.json`, import.meta.url));

const options = readOptions(process.argv.slice(2));
if (!options.ok) stop(exitStatus.badUsage, `${options.error}\n${usage}`);
const { files, oracle, seed, json } = options.value;

const read = files.map((path) => readFile(path));
const known = ownVectors.flatMap(readFile);
const reports = read.map((vectors) => runVectors(resolveReferences(vectors, known)));
if (oracle > 0) reports.push(await runOracle(oracle, seed, console.error));
const report = addReports(reports);
if (json) {
  for (const line of reportLines(report)) console.error(line);
  console.log(JSON.stringify(reportJson(report)));
} else for (const line of reportLines(report)) console.log(line);
process.exitCode = report.failures.length === 0 ? 0 : exitStatus.disagreement;

function readFile(path: string | URL): Vector[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (problem) {
    stop(exitStatus.badUsage, `${path}: ${problem instanceof Error ? problem.message : problem}`);
  }
  const vectors = readVectors(text);
  return vectors.ok ? vectors.value : stop(exitStatus.badUsage, `${path}: ${vectors.error}`);
}
