/** Has a command that is told to stop put away first what it has begun, then end as such commands do. Answers whether it is stopping. */
export function stopOnSignal(own: AsyncDisposableStack, said: () => void = () => undefined): () => boolean {
  let isStopping = false;
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      said();
      void own.disposeAsync().finally(() => process.exit(status));
    });
  }
  return () => isStopping;
}
