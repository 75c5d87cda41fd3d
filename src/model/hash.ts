/** Content addresses: originals, documents and figures are named by what they hold. */
import { createHash } from 'node:crypto';

/** SHA-256 of bytes, or of text as UTF-8, in lower-case hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
