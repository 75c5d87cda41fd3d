/** What briefs of verdicts share: states as badges, what is not told by numbers, rulebooks with their age. */
import type { Confidence, JudgedCriterion, Rulebook } from '../assess/index.js';
import type { Bilingual, CriterionState } from '../model/index.js';
import { daysBetween } from '../read/across/index.js';
import type { Block, Inline, Row, Section } from './brief-document.js';
import { badge, both, said } from './desk.js';
import { VERDICT_WORDS } from './wording.js';

/** Every brief of verdicts says this before anything else. */
export const PRE_CHECK: Bilingual = both(
  '本简报是依据已有数据作的预审，供自评和服务参考；是否认定以主管部门的审核和公告为准。',
  'This is a pre-check by the data at hand, for self-assessment and advice; only the authority reviews and announces titles.',
);

export function stateBadge(state: CriterionState): Inline {
  const { zh, en, tone } = VERDICT_WORDS[state];
  return badge(both(zh, en), tone);
}

export function names(criteria: readonly JudgedCriterion[], most = 4): Bilingual {
  const shown = criteria.slice(0, most);
  const more = criteria.length - shown.length;
  return both(
    `${shown.map(({ text }) => text.zh).join('；')}${more > 0 ? ` 等${criteria.length}项` : ''}`,
    `${shown.map(({ text }) => text.en).join('; ')}${more > 0 ? ` and ${more} more` : ''}`,
  );
}

const CONFIDENCE: Record<Confidence, Bilingual> = {
  V2: both('两处以上来源一致', 'two or more sources agree'),
  V1: both('单一来源，请核对官方文本', 'one source: check the official text'),
  MEM: both('未核实，不参与计算', 'unverified, not computed'),
  CONFLICT: both('来源不一，不参与计算', 'sources differ, not computed'),
  DER: both('由条文推导', 'derived from the text'),
};

/** By which rulebooks, of which version, how sure and how old. */
export function rulebookTable(rulebooks: readonly Rulebook[], today: string): Block {
  return {
    type: 'table',
    title: both('所用规则', 'Rulebooks used'),
    dense: true,
    columns: [
      { title: both('称号', 'Title'), align: 'start', width: 14 },
      { title: both('文件', 'Document'), align: 'start', width: 40 },
      { title: both('施行', 'In force'), align: 'start', width: 15 },
      { title: both('可信程度', 'Confidence'), align: 'start', width: 18 },
      { title: both('上次核对', 'Checked'), align: 'start', width: 13 },
    ],
    rows: [...rulebooks].map((book) => rulebookRow(book, today)),
  };
}

function rulebookRow(book: Rulebook, today: string): Row {
  const { document, inForce, confidence, checked, source } = book;
  const overlays = source.overlays.map(({ id }) => id);
  return {
    cells: [
      [said(book.title, 'strong')],
      [
        said(
          `《${document.name}》${document.part ?? ''}${document.number === '' ? '' : `（${document.number}）`}`,
        ),
        { type: 'break' },
        said(
          `${[book.id, ...overlays].join(' + ')} · ${source.sha256.slice(0, 8)}${book.official === null ? '' : ` · ${new URL(book.official).host}`}`,
          'muted',
        ),
      ],
      [
        said(
          both(
            `${inForce.from} 起${inForce.to === null ? '' : `至 ${inForce.to}`}`,
            `from ${inForce.from}${inForce.to === null ? '' : ` to ${inForce.to}`}`,
          ),
        ),
      ],
      [said(CONFIDENCE[confidence], confidence === 'V2' ? 'plain' : 'warn')],
      [
        said(checked),
        { type: 'break' },
        said(both(`${daysBetween(checked, today)} 天前`, `${daysBetween(checked, today)} days ago`), 'muted'),
      ],
    ],
  };
}

export function sectionOf(
  id: string,
  title: Bilingual,
  lead: Bilingual | null,
  blocks: readonly (Block | null)[],
): Section | null {
  const some = blocks.filter((block): block is Block => block !== null);
  return some.length === 0 ? null : { id, title, lead, blocks: some };
}
