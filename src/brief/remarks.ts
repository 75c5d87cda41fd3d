/** What the writer adds in words of their own: signed and dated, as nothing else answers for it. */
import type { Bilingual } from '../model/index.js';
import type { Block, BriefDocument, Inline, Section } from './brief-document.js';
import { both, said } from './desk.js';

export interface Remarks {
  by: string;
  /** ISO date. */
  date: string;
  problems: readonly string[];
  next: readonly string[];
}

const TITLE = both('撰写人的意见', "The writer's own words");
/** Sections that stand after whatever is written of the matter itself. */
const LAST = new Set(['unwritten', 'sources']);

/** The brief with a section of remarks, for kinds that have no place of their own for them. */
export function withRemarks(brief: BriefDocument, { by, date, problems, next }: Remarks): BriefDocument {
  const lists = [
    { title: both('问题', 'Problems'), items: problems },
    { title: both('下一步', 'Next'), items: next },
  ].filter(({ items }) => items.length > 0);
  if (lists.length === 0) return brief;
  const signed = both(`（${by}，${date}）`, ` (${by}, ${date})`);
  const section: Section = {
    id: 'remarks',
    title: TITLE,
    lead: both('由撰写人署名，不由数据得出。', 'Signed by the writer; it does not follow from the data.'),
    blocks: lists.flatMap(({ title, items }) => listed(title, items, signed)),
  };
  const at = brief.sections.findIndex(({ id }) => LAST.has(id));
  const end = at < 0 ? brief.sections.length : at;
  return { ...brief, sections: brief.sections.toSpliced(end, 0, section) };
}

function listed(title: Bilingual, items: readonly string[], signed: Bilingual): Block[] {
  return [
    { type: 'heading', words: title, detail: [] },
    {
      type: 'list',
      items: items.map((text): Inline[] => [said(text), said(signed, 'muted')]),
      folded: [],
      columns: 1,
    },
  ];
}
