// The firms of a file, with the line or cell that each value stands in.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { RulebookSet } from '../../assess/index.js';
import { type FactCell, type FirmRecord, factKey, heldKey } from '../../brief/index.js';
import { hashFile } from '../../store/index.js';
import {
  type FirmTableWords,
  industryOf,
  type Naming,
  readFirmTables,
  shortTitle,
} from '../../verbs/index.js';
import { readFirmFile } from './firms.js';

/** The firms of a file: JSON or a table. */
export async function fileRecords(
  file: string,
  words: FirmTableWords,
  set: RulebookSet,
  { names, codes, english }: Naming,
): Promise<FirmRecord[]> {
  const { firms } = await readFirmFile(file, async () => words, set.items, names, {});
  const { hash } = await hashFile(file);
  const isJson = extname(file).toLowerCase() === '.json';
  const place = { file, sha256: hash, released: null };
  const tables = isJson ? [] : (await readFirmTables(file, words)).firms;
  const text = isJson ? await readFile(file, 'utf8') : '';
  return firms.map(({ subject, row }, at) => {
    const cells = new Map<string, FactCell>();
    const titles = new Map<string, FactCell>();
    if (isJson) {
      const start = row === null ? 0 : Math.max(0, text.indexOf(subject.name));
      const lineOf = (key: string) => lineAt(text, Math.max(start, text.indexOf(`"${key}"`, start)));
      const take = (item: string, year: number | null, value: unknown) =>
        cells.set(factKey(item, year), {
          ...place,
          sheet: null,
          row: lineOf(item.split('.')[0]!),
          column: factKey(item, year),
          quote: String(value),
        });
      for (const [item, value] of subject.single) take(item, null, value);
      for (const [item, years] of subject.yearly) for (const [year, value] of years) take(item, year, value);
      for (const title of subject.titles ?? [])
        titles.set(heldKey(title), {
          ...place,
          sheet: null,
          row: lineOf('titles'),
          column: 'titles',
          quote: `${title.title} ${title.from ?? ''}–${title.to ?? ''}`,
        });
    } else {
      for (const { item, year, value, sheet, row: line, column } of tables[at]?.items ?? [])
        cells.set(factKey(item, year), { ...place, sheet, row: line, column, quote: String(value) });
      for (const title of tables[at]?.titles ?? [])
        titles.set(heldKey({ ...title, title: shortTitle(title.title, names) }), {
          ...place,
          sheet: title.sheet,
          row: title.row,
          column: '称号',
          quote: title.title,
        });
    }
    const area = codes.areas.byCode(subject.area ?? '')?.name ?? subject.area;
    return {
      subject,
      area: area === null ? null : { code: subject.area, name: area },
      industry: industryOf(subject.industry, codes, english),
      cells,
      titles,
    };
  });
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
