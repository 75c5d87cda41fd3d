/** The two-byte part of GB 18030 in both directions. */

const decoder = new TextDecoder('gb18030');
const FIRST_LEAD = 0x81;
const LAST = 0xfe;
const FIRST_TRAIL = 0x40;

let rows: string[] | null = null;
let codes: Uint16Array | null = null;

/** Trail bytes run from 0x40 to 0xFE without 0x7F; each pair stands for one UTF-16 unit. */
function allRows(): string[] {
  if (rows !== null) return rows;
  rows = [];
  const bytes = new Uint8Array(2 * (LAST - FIRST_TRAIL));
  for (let lead = FIRST_LEAD; lead <= LAST; lead++) {
    let at = 0;
    for (let trail = FIRST_TRAIL; trail <= LAST; trail++) {
      if (trail === 0x7f) continue;
      bytes[at++] = lead;
      bytes[at++] = trail;
    }
    rows.push(decoder.decode(bytes));
  }
  return rows;
}

export function isTrail(byte: number): boolean {
  return byte >= FIRST_TRAIL && byte <= LAST && byte !== 0x7f;
}

/** The character of a pair of bytes, '' where they are no pair. */
export function decodePair(lead: number, trail: number): string {
  if (lead < FIRST_LEAD || lead > LAST || !isTrail(trail)) return '';
  return allRows()[lead - FIRST_LEAD]![trail - FIRST_TRAIL - (trail > 0x7f ? 1 : 0)] ?? '';
}

/** Lead byte × 256 + trail byte of a character; 0 where it has no two-byte code. */
export function encodePair(code: number): number {
  if (codes === null) {
    codes = new Uint16Array(0x10000);
    for (let lead = FIRST_LEAD; lead <= LAST; lead++) {
      for (let trail = FIRST_TRAIL; trail <= LAST; trail++) {
        const char = decodePair(lead, trail);
        if (char !== '') codes[char.charCodeAt(0)] = lead * 256 + trail;
      }
    }
    codes[0xfffd] = 0;
  }
  return codes[code]!;
}
