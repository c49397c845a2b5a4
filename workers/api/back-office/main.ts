import { computed, effect, signal, untracked } from '@preact/signals-core';
import { render } from 'lit-html';
import { arrivals, route, startNavigation } from './app/navigation.ts';
import { startOverview, stopOverview } from './app/overview.ts';
import { openScope, type Page } from './app/page.ts';
import { pageFor } from './app/pages.ts';
import { startPalette } from './app/palette.ts';
import { resumeSession, session } from './app/session.ts';
import { menuOpen, shell } from './app/shell.ts';
import { closeToast } from './app/toast.ts';
import { signInPage } from './pages/sign-in/sign-in-page.ts';

const root = document.getElementById('app');
if (!root) throw new Error('the page has a place for the back office');

const signedInAs = computed(() => (session.value.state === 'signedIn' ? session.value.admin : null));
/** A page lives as long as its address is the same but for the query. */
const address = computed(() => JSON.stringify(route.value));
const page = signal<Page | null>(null);

// A session has its overview, and an address in it its page. Whatever a page began ends with it.
effect(() => {
  if (!signedInAs.value || !address.value) return;
  const scope = openScope();
  untracked(() => {
    startOverview();
    menuOpen.value = false;
    page.value = pageFor(route.value, scope);
  });
  return () =>
    untracked(() => {
      page.value = null;
      scope.end();
    });
});
effect(() => {
  const admin = signedInAs.value;
  const shown = page.value;
  if (admin && shown) {
    document.title = `${shown.title()} · evertill back office`;
    render(shell(admin, shown.view()), root);
  } else if (!admin) {
    document.title = 'Sign in · evertill back office';
    render(signInPage(), root);
  }
});
// Whoever comes to another page by keyboard or screen reader starts at its title.
effect(() => {
  if (arrivals.value > 0) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
});
effect(() => {
  if (signedInAs.value) return;
  untracked(() => {
    closeToast();
    stopOverview();
  });
});

startNavigation();
startPalette();
void resumeSession();
