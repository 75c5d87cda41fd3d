/**
 * Characters that nobody sees: zero-width, direction and control characters go; a no-break space becomes a space.
 */
import type { TextEdit } from '../traced.js';

const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]+|[\u00a0\u2007\u202f\u2028\u2029]+/g;

export function isInvisible(code: number): boolean {
  return (
    (code < 0x20 && code !== 9 && code !== 10 && code !== 13) ||
    (code >= 0x7f && code <= 0xa0) ||
    code === 0xad ||
    code === 0x61c ||
    code === 0x180e ||
    (code >= 0x200b && code <= 0x200f) ||
    code === 0x2007 ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x2060 && code <= 0x206f && code !== 0x2065) ||
    code === 0xfeff ||
    (code >= 0xfff9 && code <= 0xfffb)
  );
}

export function invisibleEdits(text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const match of text.matchAll(INVISIBLE)) {
    const start = match.index;
    const end = start + match[0].length;
    const spaces = /[\u00a0\u2007\u202f\u2028\u2029]/.test(match[0]);
    edits.push({ start, end, text: spaces ? ' '.repeat(end - start) : '' });
  }
  return edits;
}
