/** What small programmes need in all; what does not fit is allocated. */
const BYTES = 128 * 1024;

/**
 * Memory for one search, used again by the next. To allocate the arrays of a small programme takes longer than to
 * solve it. Arrays come filled with zeros, and are the search's own until `clear`.
 */
export class Scratch {
  private readonly buffer = new ArrayBuffer(BYTES);
  private used = 0;

  /** Ends the life of all arrays handed out. */
  clear() {
    this.used = 0;
  }

  floats(length: number): Float64Array {
    const at = this.take(length * 8);
    return at < 0 ? new Float64Array(length) : new Float64Array(this.buffer, at, length).fill(0);
  }

  ints(length: number): Int32Array {
    const at = this.take(length * 4);
    return at < 0 ? new Int32Array(length) : new Int32Array(this.buffer, at, length).fill(0);
  }

  bytes(length: number): Uint8Array {
    const at = this.take(length);
    return at < 0 ? new Uint8Array(length) : new Uint8Array(this.buffer, at, length).fill(0);
  }

  /** Where so many bytes begin, at a multiple of 8; -1 if they do not fit. */
  private take(bytes: number): number {
    const at = this.used;
    const end = at + ((bytes + 7) & -8);
    if (end > BYTES) return -1;
    this.used = end;
    return at;
  }
}

/** The array, with what the old one held at its beginning. */
export function grown<A extends Float64Array | Int32Array | Uint8Array>(array: A, old?: A): A {
  if (old) array.set(old);
  return array;
}
