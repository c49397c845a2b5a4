/**
 * What registers, gateways and headquarters say to each other, by number: raised with every change of a message's
 * shape, and told in `hello`. The history, and what each number means for those who speak an older one, is in
 * `docs/protocol.md`.
 */
export const PROTOCOL = 6;
