/** The offline profile of the demo retailers' registers. */
export const sellsOffline = {
  id: 'standard',
  name: 'Sells offline',
  supportOffline: true,
  requestTimeoutMs: 5000,
  reconnectIntervalMs: 5000,
  healthCheckIntervalMs: 10_000,
  manualSwitch: true,
  offlineHoursMax: 72,
  persistentStorage: 'warn',
  pauseSync: false,
};
