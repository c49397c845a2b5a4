/**
 * What registers, gateways and headquarters say to each other, by number: raised with every change of a message's
 * shape, and told in `hello`. The history, and what each number means for those who speak an older one, is in
 * `docs/protocol.md`.
 */
export const PROTOCOL = 7;

/**
 * The newest number that changed a distributed row. A register that took a stream as an older version left out what it
 * did not know, and takes it whole once more.
 */
export const ROWS_CHANGED_AT = 7;
