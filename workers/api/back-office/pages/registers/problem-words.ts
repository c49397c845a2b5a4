/** A problem that a register reports, as an admin reads it: what it is, and what to do. */
export function problemWords(code: string, subject: string): string {
  switch (code) {
    case 'unreachable':
      return 'It could not reach its gateway. It sells on and tries again by itself.';
    case 'badSignature':
      return `It refused ${subject}: not signed by a key that it trusts. Look at the signing keys under Distribution.`;
    case 'olderHead':
      return `It refused ${subject}: older than what it has. Publish once more.`;
    case 'staleHead':
      return `${subject} has not been confirmed for a long time: a new version may be kept from it. Look at its line.`;
    case 'wrongDigest':
      return `${subject} arrived damaged. It asks again by itself; if this stays, send the stream once more.`;
    case 'unreadableBlob':
      return `It cannot read ${subject}. Send the stream once more.`;
    case 'notFetched':
      return `It cannot fetch ${subject} for now: the store of packages does not answer. It tries again by itself.`;
    case 'storageFull':
      return `Its device has no room for ${subject}. It sells with what it has; have room made on the device.`;
    case 'refusedRows':
      return `Some rows of ${subject} do not fit. Send the stream once more, or bring its software up to date.`;
    case 'foreignManifest':
      return 'It was given the list of another store and refused it.';
    case 'revoked':
      return 'It was taken out of service. To sell again it needs a new activation code.';
    case 'behind':
      return 'Its gateway lacks records that it has; they are sent again by themselves.';
    case 'fork':
      return 'Two devices have written records under its number. Stop one of them and activate it anew.';
    case 'gatewayRefused':
      return 'Its gateway refused what it sent. Its sales are safe there and are sent again.';
    case 'paused':
      return 'Its packages are paused by headquarters.';
    case 'wrongClock':
      return 'Its clock is wrong. Have it set: dates of receipts and offers depend on it.';
    default:
      return `${code}: ${subject}`;
  }
}
