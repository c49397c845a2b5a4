import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** What each part may import besides itself: the direction of the architecture. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  commerce: [],
  protocol: ['commerce'],
  'db/channel': ['commerce', 'protocol'],
  'db/gateway': ['db/channel'],
  'db/hq': ['commerce', 'protocol'],
  'db/demo': ['commerce'],
  'workers/shared': ['protocol'],
  'workers/api/back-office': ['commerce', 'protocol'],
  'workers/api': ['commerce', 'protocol', 'db/hq', 'workers/shared'],
  'workers/scheduler': ['commerce', 'protocol', 'db/hq'],
  'workers/store-gateway': ['commerce', 'protocol', 'db/channel', 'db/gateway', 'workers/shared'],
  'workers/api/docs-page': ['protocol'],
  sdk: ['protocol'],
  'pos-client/replica': [],
  'pos-client/model': ['commerce'],
  'pos-client/devices': [],
  'pos-client/ui': ['pos-client/model', 'pos-client/devices', 'commerce'],
  'pos-client/sync': ['commerce', 'protocol', 'db/channel', 'pos-client/model'],
  'pos-client/app': ['commerce', 'protocol', 'db/channel', 'pos-client'],
};
const parts = Object.keys(mayImport).sort((a, b) => b.length - a.length);

const SOURCE_LINES_MAX = 400;
const TEST_LINES_MAX = 600;

/** The rules that no compiler or linter knows, each broken one as a sentence. */
export function brokenRules(): string[] {
  return sources().flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...importFaults(file, text), ...textFaults(file, text)];
  });
}

function sources(): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.mjs'], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter(Boolean);
}

const isTest = (file: string) => /\.test\.ts$|^testing\//.test(file);
const partOf = (path: string) => parts.find((part) => path === part || path.startsWith(`${part}/`));

function importFaults(file: string, text: string): string[] {
  if (isTest(file)) return [];
  const from = partOf(file);
  const faults: string[] = [];
  const typeImports = new Set(
    [...text.matchAll(/(?:import|export) type [^;]*? from '([^']+)'/g)].map(([, name]) => name),
  );
  for (const [, specifier = ''] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    if (/^import \{[^}]*\bz\b[^}]*\} from 'zod'/m.test(text))
      faults.push(`${file}: imports { z } from 'zod'; write import * as z`);
    if (!specifier.startsWith('.')) {
      if (from === 'commerce' || from === 'sdk')
        faults.push(`${file}: imports ${specifier}; ${from}/ uses no package`);
      continue;
    }
    const target = normalize(join(dirname(file), specifier)).replaceAll('\\', '/');
    if (isTest(target)) faults.push(`${file}: imports ${target}, which is for tests only`);
    const to = partOf(target);
    if (from === 'sdk' && to !== 'sdk' && !typeImports.has(specifier))
      faults.push(`${file}: imports ${target} as code; partners install sdk/ alone, so it takes types only`);
    if (!from || !to || to === from) continue;
    const allowed = mayImport[from] ?? [];
    if (!allowed.some((part) => to === part || to.startsWith(`${part}/`)))
      faults.push(`${file}: ${from}/ may not import ${to}/`);
  }
  return faults;
}

function textFaults(file: string, text: string): string[] {
  const faults: string[] = [];
  if (
    file.startsWith('commerce/') &&
    !isTest(file) &&
    /\bDate\b(?!\w)|Math\.random|\bIntl\./.test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))
  ) {
    faults.push(`${file}: reads a clock, chance or the host's locale; take it as an argument`);
  }
  const lines = text.split('\n').length;
  const most = isTest(file) ? TEST_LINES_MAX : SOURCE_LINES_MAX;
  if (lines > most && !/migrations/.test(file))
    faults.push(`${file}: ${lines} lines; a file holds one idea (${most} at most)`);
  if (/\.innerHTML\s*=|unsafeHTML/.test(text) && !isTest(file) && !file.startsWith('scripts/'))
    faults.push(`${file}: writes HTML from text`);
  return faults;
}
