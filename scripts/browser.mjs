// Finds a Chromium for tests: CHROMIUM_PATH, then a system browser, then the one inside @sparticuz/chromium (linux x64).
import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Arguments for every Chromium that the tests start: no sandbox, no GPU, no calls home. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FIXED = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
};

// `exec` keeps the process id, so that whoever started the launcher can end the browser by it.
const LAUNCH_SCRIPT = `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`;

// Letters on a screen also where the system has no fonts.
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts/fonts</dir>
</fontconfig>
`;

/** The path of an executable Chromium; throws with what to do when there is none. */
export async function findChromium() {
  const own = process.env.CHROMIUM_PATH;
  if (own) {
    if (isExecutable(own)) return own;
    throw new Error(`CHROMIUM_PATH points to ${own}, which is not an executable file`);
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const system = [...(FIXED[process.platform] ?? []), ...candidates].find(isExecutable);
  if (system) return system;
  const packaged = join(ROOT, 'node_modules/@sparticuz/chromium/package.json');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packaged)) {
    return unpackChromium(JSON.parse(readFileSync(packaged, 'utf8')).version);
  }
  throw new Error(
    'No Chromium found for the browser tests. Install Chromium or Google Chrome (Debian: apt install chromium), ' +
      'or set CHROMIUM_PATH to its executable. On linux x64 `npm ci` brings @sparticuz/chromium.',
  );
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The package unpacks into the folder of temporary files and takes whatever lies there, of any version and however
 * incomplete. So it gets a folder of its own, per version, which takes its final name only when it is whole: two
 * processes that unpack at once cannot spoil each other's. AWS_LAMBDA_JS_RUNTIME makes it unpack libnss3 and libnspr4
 * too. A child process does it, because all that is said through environment variables.
 */
async function unpackChromium(version) {
  const folder = join(ROOT, `node_modules/.cache/chromium-${version}`);
  const launcher = join(folder, 'launch');
  if (isExecutable(launcher)) return launcher;
  mkdirSync(dirname(folder), { recursive: true });
  const partial = mkdtempSync(`${folder}.`);
  const script = `await (await import('@sparticuz/chromium')).default.executablePath()`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: partial, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
  });
  writeFileSync(join(partial, 'fonts.conf'), FONTS_CONF);
  writeFileSync(join(partial, 'launch'), LAUNCH_SCRIPT, { mode: 0o755 });
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!isExecutable(launcher)) throw error; // else another process was faster
  }
  return launcher;
}
