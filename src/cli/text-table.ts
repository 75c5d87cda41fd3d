// Tables as text on a terminal.

/** Rows under headings, numbers to the right, Chinese characters taken as two wide, signs as one. */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? shortNumber(cell) : cell)));
  const widths = headings.map((heading, at) =>
    Math.max(shownWidth(heading), ...cells.map((row) => shownWidth(row[at] ?? ''))),
  );
  const line = (row: readonly string[], like: readonly (string | number)[]) =>
    row
      .map((cell, at) => {
        const blank = ' '.repeat(widths[at]! - shownWidth(cell));
        return typeof like[at] === 'number' ? blank + cell : cell + blank;
      })
      .join('  ')
      .trimEnd();
  return [line(headings, rows[0] ?? headings), ...cells.map((row, at) => line(row, rows[at]!))].join('\n');
}

/** What stands under a row is at least so wide, however narrow the table. */
const NARROWEST = 100;

/**
 * Rows of text under headings, cells broken where they are wider than their column; `below` of a row stands under it,
 * set in.
 */
export function wrappedTable(
  headings: readonly string[],
  most: readonly number[],
  rows: readonly { cells: readonly string[]; below: string }[],
): string {
  const widths = headings.map((heading, at) =>
    Math.min(
      most[at]!,
      Math.max(shownWidth(heading), ...rows.map(({ cells }) => shownWidth(cells[at] ?? ''))),
    ),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell + ' '.repeat(Math.max(0, widths[at]! - shownWidth(cell))))
      .join('  ')
      .trimEnd();
  const inset = ' '.repeat(widths[0]! + 2);
  const whole = widths.reduce((sum, width) => sum + width + 2, 0) - inset.length;
  return [
    line(headings),
    ...rows.flatMap(({ cells, below }) => {
      const parts = cells.map((cell, at) => wrapped(cell, widths[at]!));
      const height = Math.max(...parts.map((part) => part.length));
      return [
        ...Array.from({ length: height }, (_, row) => line(parts.map((part) => part[row] ?? ''))),
        ...below
          .split('\n')
          .flatMap((words) => (words === '' ? [] : wrapped(words, Math.max(whole, NARROWEST))))
          .map((part) => inset + part),
      ];
    }),
  ].join('\n');
}

/** Lines no wider than `most`; Latin words and numbers stay whole where they fit, and no line begins with a closing mark. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let current = '';
  let width = 0;
  for (const [piece] of text.matchAll(/[\p{Script=Latin}\p{Number}.,%:/@_-]+|\s+|./gsu)) {
    const size = shownWidth(piece);
    const closes = /^[，。；：、！？）》”’〕］」』)\]]/u.test(piece);
    if (width + size > most && width > 0 && !(closes && width + size <= most + 2)) {
      lines.push(current.trimEnd());
      current = '';
      width = 0;
      if (piece.trim() === '') continue;
    }
    current += piece;
    width += size;
  }
  if (current.trimEnd() !== '' || lines.length === 0) lines.push(current.trimEnd());
  return lines;
}

function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return '—';
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));
}

function shownWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    // Signs such as ✓ … ≥ — are one wide wherever the terminal does not speak Chinese throughout.
    width += code < 0x1100 || (code >= 0x2000 && code < 0x2e80) ? 1 : 2;
  }
  return width;
}
