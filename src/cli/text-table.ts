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
