/** What the sections of the monthly brief are put together from: clauses, cells, blocks. */
import type { Bilingual, Figure, FigureKind } from '../model/index.js';
import type { Block, Inline, Picture, Section } from './brief-document.js';
import { both, said } from './desk.js';
import type { FigureDesk } from './figure-desk.js';
import { capital, growthVerb, signedSize, size } from './phrase.js';

export const GROWTH: FigureKind = 'growth';

export function section(id: string, title: Bilingual, blocks: readonly (Block | null)[]): Section | null {
  const some = blocks.filter((b): b is Block => b !== null);
  return some.length === 0 ? null : { id, title, lead: null, blocks: some };
}

export function paragraph(sentences: readonly (Inline[] | null)[]): Block | null {
  const written = sentences.filter((s): s is Inline[] => s !== null && s.length > 0);
  if (written.length === 0) return null;
  return {
    type: 'paragraph',
    tone: 'plain',
    inlines: written.flatMap((s, i) => (i === 0 ? s : [said(both('', ' ')), ...s])),
  };
}

/** Clauses that could be written, parted by commas, ended by a full stop; null where the first is missing. */
export function sentence(clauses: readonly (Inline[] | null)[]): Inline[] | null {
  const [head, ...rest] = clauses;
  if (head === null || head === undefined) return null;
  const written = rest.filter((c): c is Inline[] => c !== null);
  return [...head, ...written.flatMap((c) => [said(both('，', ', ')), ...c]), said(both('。', '.'))];
}

/** 同比增长6.3%. */
export function growth(desk: FigureDesk, figure: Figure, strong = false): Inline[] {
  const verb = said(growthVerb(figure.value));
  return figure.value === 0
    ? [{ ...desk.cite(growthVerb(0), figure) }]
    : [verb, desk.cite(size(figure), figure, strong ? 'strong' : 'plain')];
}

export function cell(desk: FigureDesk, figure: Figure | null, digits?: number): Inline[] {
  return figure === null ? [said('—', 'muted')] : [desk.cite(signedSize(figure, digits), figure)];
}

/** Of a column with quantities in several units, each with its own. */
export function sizedCell(desk: FigureDesk, figure: Figure | null): Inline[] {
  if (figure === null) return [said('—', 'muted')];
  return [desk.cite(signedWithUnit(figure), figure)];
}

export function heading(words: Bilingual): Bilingual {
  return both(words.zh, capital(words.en));
}

export function signedWithUnit(figure: Figure): Bilingual {
  const sign = figure.value < 0 ? '−' : '';
  const { zh, en } = size(figure);
  return both(`${sign}${zh}`, `${sign}${en}`);
}

export function pictures(list: readonly (Picture | null)[]): Block | null {
  const some = list.filter((p): p is Picture => p !== null);
  return some.length === 0 ? null : { type: 'pictures', pictures: some };
}

export function list(items: readonly Inline[][]): Block | null {
  return items.length === 0 ? null : { type: 'list', items: [...items], columns: 1, folded: [] };
}
