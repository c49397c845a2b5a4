import { post } from './api.ts';
import { ask } from './ask.ts';
import { overview } from './overview.ts';

/** A whole store, or one register. */
type Target = { readonly store: string } | { readonly register: string };

const reason = (needed: boolean) => ({ label: needed ? 'Reason' : 'Reason, if there is one', needed });

/** Asks why, and holds the packages of a store or a register. */
export function pausePackages(target: Target, name: string): void {
  ask({
    title: `Pause packages to ${name}?`,
    detail: `It sells on with the prices and products it has, and sends its sales. It gets nothing new until it is resumed: no price, no employee, no setting.`,
    reason: reason(true),
    deed: 'Pause packages',
    danger: true,
    act: (why) => order(target, { deed: 'pause', reason: why }, `Packages to ${name} are paused.`),
  });
}

export function resumePackages(target: Target, name: string): void {
  ask({
    title: `Resume packages to ${name}?`,
    detail: 'It gets at once what was published meanwhile.',
    reason: reason(false),
    deed: 'Resume packages',
    act: (why) => order(target, { deed: 'resume', reason: why }, `Packages to ${name} go out again.`),
  });
}

/** Has a register take streams whole once more; all that its store follows where none is named. */
export function resendPackages(register: string, name: string, streams: readonly string[]): void {
  const what = streams.length === 0 ? 'every stream' : streams.join(', ');
  ask({
    title: `Send ${what} to ${name} once more?`,
    detail: `It fetches ${what} whole and replaces what it has, in the background. It sells on meanwhile. Helps when its data looks wrong; nothing is lost.`,
    reason: reason(false),
    deed: 'Send once more',
    act: (why) =>
      order(
        { register },
        { deed: 'resend', streams, reason: why },
        `${name} was told to fetch ${what} once more.`,
      ),
  });
}

async function order(target: Target, body: object, words: string): Promise<string> {
  const [noun, id] = 'store' in target ? ['stores', target.store] : ['registers', target.register];
  await post(`/v1/${noun}/${encodeURIComponent(id)}/package-orders`, body);
  await overview().reload();
  return words;
}
