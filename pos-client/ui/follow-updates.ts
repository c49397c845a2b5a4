/**
 * Registers the service worker, which keeps the page for when the network is cut. A new version that waits is
 * reported and takes over with the next load, before anybody works: never in the middle of a sale.
 */
export async function followUpdates(base: string, updateReady: () => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const registration = await serviceWorker
    .register(`${base}service-worker.js`, { scope: base })
    .catch(() => null); // Not there while developing, and not needed to sell.
  if (!registration) return;
  if (registration.waiting && serviceWorker.controller) {
    serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    registration.waiting.postMessage({ type: 'takeOver' });
    return;
  }
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && serviceWorker.controller) updateReady();
    });
  });
}
