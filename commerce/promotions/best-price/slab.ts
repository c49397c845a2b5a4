/** Many typed arrays in one allocation: for small programmes, allocating them one by one takes longer than solving. */
export class Slab {
  private readonly buffer: ArrayBuffer;
  private floatAt = 0;
  private intAt: number;
  private byteAt: number;

  constructor(floats: number, ints: number, bytes: number) {
    this.buffer = new ArrayBuffer(floats * 8 + ints * 4 + bytes);
    this.intAt = floats * 8;
    this.byteAt = this.intAt + ints * 4;
  }

  floats(length: number): Float64Array {
    const view = new Float64Array(this.buffer, this.floatAt, length);
    this.floatAt += length * 8;
    return view;
  }

  ints(length: number): Int32Array {
    const view = new Int32Array(this.buffer, this.intAt, length);
    this.intAt += length * 4;
    return view;
  }

  bytes(length: number): Uint8Array {
    const view = new Uint8Array(this.buffer, this.byteAt, length);
    this.byteAt += length;
    return view;
  }
}

/** The view, with what the old one held at its beginning. */
export function grown<A extends Float64Array | Int32Array | Uint8Array>(view: A, old?: A): A {
  if (old) view.set(old);
  return view;
}
