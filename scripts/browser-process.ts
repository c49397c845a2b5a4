import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium } from 'playwright-core';
import { chromiumArgs, findChromium } from './browser.mjs';

export interface BrowserProcess {
  readonly context: BrowserContext;
  quit(): Promise<void>;
  /** SIGKILL to the browser and everything it started. */
  kill(): Promise<void>;
}

/** A real Chromium on a profile folder. Not playwright's own launch: killing the browser takes its process. */
export async function startBrowser(profile: string): Promise<BrowserProcess> {
  const args = [...chromiumArgs, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(await findChromium(), args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const exited = once(child, 'exit');
  const connected = await chromium.connectOverCDP(await debuggerUrl(child));
  const [context] = connected.contexts();
  if (!context) throw new Error('The browser has no profile');
  return {
    context,
    quit: async () => {
      const session = await connected.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => {}); // it may be gone before it answers
      await exited;
    },
    kill: async () => {
      if (child.pid && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, 'SIGKILL');
      await exited;
    },
  };
}

async function debuggerUrl(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  if (child.stderr) {
    for await (const line of createInterface(child.stderr)) {
      const [, url] = /DevTools listening on (ws:.*)/.exec(line) ?? [];
      if (url) return url;
      said.push(line);
    }
  }
  throw new Error(`The browser did not start: ${said.join('\n')}`);
}
