import { cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope;
/** Every file of the build with its digest, written by the build. */
declare const __PRECACHE__: PrecacheEntry[];

/** The register's page and code come from here, so that it opens with the network cut. Data never does. */
precacheAndRoute(__PRECACHE__);
cleanupOutdatedCaches();

// A new version takes over when the page says so, never in the middle of a sale.
self.addEventListener('message', ({ data }) => {
  if (data?.type === 'takeOver') void self.skipWaiting();
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
