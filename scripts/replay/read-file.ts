import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { InvoiceFile } from './read-invoices.ts';
import type { Result } from './result.ts';

/** A file that cannot be read at all; what is wrong in its text is for `readInvoices` to say. */
export interface FileError {
  readonly file: string;
  readonly message: string;
}

/** Reads a CSV file, unpacked if it is gzip whatever its name; the text must be UTF-8. */
export async function readInvoiceFile(path: string): Promise<Result<InvoiceFile, FileError>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { ok: false, error: { file: path, message: `cannot be read: ${reason(error)}` } };
  }
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    return { ok: true, value: { name: path, text: new TextDecoder('utf-8', { fatal: true }).decode(plain) } };
  } catch (error) {
    return {
      ok: false,
      error: { file: path, message: `is neither UTF-8 text nor gzip of it: ${reason(error)}` },
    };
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
