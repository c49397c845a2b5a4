/**
 * Lets everything go first that has been waiting: a scan, an answer of the gateway. Not by a timer, which browsers
 * make wait for four milliseconds.
 */
export function nextTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((go) => {
    port1.onmessage = () => {
      port1.close();
      go();
    };
    port2.postMessage(null);
  });
}
