import { describe, expect, it } from 'vitest';
import {
  calendarOf,
  FIRM_LADDER,
  type Judged,
  judge,
  riseCases,
  type Subject,
  subjectOf,
} from '../../src/assess/index.js';
import {
  type BriefDocument,
  type FirmInput,
  type FirmRecord,
  factKey,
  firmBrief,
  heldKey,
  type LadderInput,
  ladderBrief,
  renderHtml,
  renderMarkdown,
} from '../../src/brief/index.js';
import { caseStates } from '../assess/case-states.js';
import { items, levelRulebook, sampleForm, shipped } from '../assess/shipped.js';
import { across, lexicon, rules } from './brief-data.js';

const ON = '2026-06-30';
const BOOKS = new Map(
  ['innovative-sme-2022', 'tech-sme-2017', 'specialised-sme-2026', 'little-giant-2026', 'champion-2023'].map(
    (id) => {
      const book = shipped(id);
      return [book.title, book] as const;
    },
  ),
);

function judged(subject: Subject, title: string, application: 'new' | 'review' = 'new'): Judged | null {
  const rulebook = BOOKS.get(title);
  if (rulebook === undefined) return null;
  return { verdict: judge(rulebook, subject, { on: ON, application, items, levelRulebook }), rulebook };
}

const cell = (file: string, row: number, column: string, quote: string) => ({
  file,
  sha256: file,
  sheet: null,
  row,
  column,
  quote,
  released: null,
});

function record(form: Record<string, unknown>, row: number, area: string): FirmRecord {
  const subject = subjectOf({ ...sampleForm, ...form }, { items });
  const cells = new Map(
    [
      ...[...subject.single].map(([item, value]) => [factKey(item, null), String(value)] as const),
      ...[...subject.yearly].flatMap(([item, years]) =>
        [...years].map(([year, value]) => [factKey(item, year), String(value)] as const),
      ),
    ].map(([key, value]) => [key, cell('items.csv', row, key, value)]),
  );
  return {
    subject,
    area: { code: null, name: area },
    industry: { zh: '通用设备制造业', en: 'General machinery' },
    cells,
    titles: new Map(
      (subject.titles ?? []).map((held) => [heldKey(held), cell('titles.csv', row, '称号', held.title)]),
    ),
  };
}

const titles = (...list: [string, string, string][]) =>
  list.map(([title, from, to]) => ({ title, from, to }));
const SPECIALISED = titles(['创新型', '2024-09-01', '2027-08-31'], ['专精特新', '2023-11-20', '2026-11-19']);
const FIRMS = [
  record({ name: '甲精密', titles: SPECIALISED }, 2, '东市'),
  // 1100 of 1200 over two years.
  record({ name: '乙装备', titles: SPECIALISED, rdExpense: { '2024': 500, '2025': 600 } }, 3, '东市'),
  record({ name: '丙电子', titles: titles(['创新型', '2024-09-01', '2027-08-31']), revenue: {} }, 4, '西市'),
  record({ name: '丁材料', titles: [] }, 5, '西市'),
  record({ name: '戊机械', titles: titles(['专精特新', '2022-11-20', '2025-11-19']) }, 6, '西市'),
];

const subjects = FIRMS.map(({ subject }) => subject);
const shared = { figures: [], lexicon, across, rules, synthetic: new Set<string>() };
const ladder: LadderInput = {
  ...shared,
  area: { code: null, name: '某省' },
  on: ON,
  since: '2025-06-30',
  until: '2026-12-31',
  firms: FIRMS,
  rungs: FIRM_LADDER,
  registers: {
    titles: [{ file: 'titles.csv', sha256: 'titles.csv', values: 6 }],
    items: [{ file: 'items.csv', sha256: 'items.csv', values: 5 }],
  },
  cases: riseCases(subjects, ON, (firm, title) => {
    const found = judged(subjects[firm]!, title);
    return found && caseStates(found);
  }),
  review: (firm, title) => judged(subjects[firm]!, title, 'review')?.verdict.state ?? null,
  judge: (subject, title, application) => judged(subject, title, application)?.verdict ?? null,
  rulebooks: new Map([...BOOKS.values()].map((book) => [book.id, book])),
  items,
  notes: () => [{ zh: '一条说明', en: 'a note' }],
};
const options = { lang: 'zh', today: '2026-11-22' } as const;
const brief = ladderBrief(ladder, options);
const plain = (document: BriefDocument) => renderMarkdown(document).replace(/‡|\[\^\d+\]/g, '');

/** No promise: a pre-check never says that somebody passes or is recognised. */
const PROMISES = /(预审通过|审核通过|可获认定|必然|包过|资格确认)/;

describe('the ladder brief', () => {
  it('counts firms by rung, and what changed in a year', () => {
    const text = plain(brief);
    expect(text).toContain(
      '某省名录中有5家企业，其中科技和创新型中小企业3家、专精特新中小企业2家、专精特新“小巨人”企业0家',
    );
    expect(text).toContain('2家没有梯度称号');
    expect(text).toContain('与 2025-06-30 相比，0家企业的最高称号上升，1家下降');
    expect(text).toContain('戊机械 · 专精特新 2025-11-19 到期');
  });

  it('lists who could rise, nearest first, with what is short and where it stands', () => {
    const text = plain(brief);
    const near = text.slice(
      text.indexOf('### 晋级专精特新“小巨人”企业'),
      text.indexOf('### 晋级专精特新中小企业'),
    );
    expect(near.indexOf('甲精密')).toBeGreaterThan(0);
    expect(near.indexOf('甲精密')).toBeLessThan(near.indexOf('乙装备'));
    expect(near).toContain('1100 万元');
    expect(near).toContain('≥ 1200 万元');
    const note = brief.footnotes.find(
      ({ place }) => place.kind === 'row' && place.cells.some(({ quote }) => quote === '500'),
    );
    expect(note?.place).toMatchObject({ kind: 'row', row: 3 });
  });

  it('lists titles that lapse with the pre-check of their review', () => {
    const section = brief.sections.find(({ id }) => id === 'lapse')!;
    const table = section.blocks.find((block) => block.type === 'table');
    expect(table?.type === 'table' && table.rows).toHaveLength(2);
    expect(plain(brief)).toContain('2026-12-31 前有2个称号到期且没有后续登记');
  });

  it('has its pictures, each number of them with a note', () => {
    const pictures = brief.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'pictures' ? block.pictures : [])),
    );
    expect(pictures.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['tiers', 'stacks']));
    expect(new Set(pictures.map(({ id }) => id)).size).toBe(pictures.length);
    for (const picture of pictures) {
      const numbers =
        picture.kind === 'tiers'
          ? picture.tiers.map(({ figure }) => figure)
          : picture.kind === 'stacks'
            ? picture.rows.flatMap(({ values }) => values.map(({ figure }) => figure))
            : [];
      for (const { references } of numbers) expect(references).toHaveLength(1);
      // A picture is of one whole: its rows add up to what is said beside it.
      if (picture.kind === 'stacks' && picture.id === 'ladder-areas')
        expect(picture.rows.flatMap(({ values }) => values).reduce((sum, { value }) => sum + value, 0)).toBe(
          3,
        );
    }
  });

  it('names its rulebooks with version, confidence and age, and promises nothing', () => {
    const text = plain(brief);
    expect(text).toContain('工信部企业〔2026〕2号');
    expect(text).toContain('一条说明');
    expect(text).toContain('预审');
    expect(text).not.toMatch(PROMISES);
    expect(renderHtml(brief)).not.toMatch(/<script|src="http/);
  });

  it('is the same for the same input, in both languages', () => {
    expect(renderHtml(ladderBrief(ladder, options))).toBe(renderHtml(brief));
    const english = plain(ladderBrief(ladder, { ...options, lang: 'en' }));
    expect(english).toContain('The registers of 某省 have 5 firms');
  });
});

describe('the firm brief', () => {
  const [, second] = FIRMS as [FirmRecord, FirmRecord];
  const verdicts = FIRM_LADDER.flatMap((rung, at) =>
    rung.titles.flatMap(({ title }) => {
      const isHeld = second.subject.titles!.some((held) => held.title === title);
      const one = judged(second.subject, title, isHeld ? 'review' : 'new');
      return one === null ? [] : [{ ...one, rung: at }];
    }),
  );
  const input: FirmInput = {
    ...shared,
    record: second,
    on: ON,
    rungs: FIRM_LADDER,
    verdicts,
    items,
    events: calendarOf(second.subject, { on: ON, rulebookOf: (title) => BOOKS.get(title) ?? null }),
    findings: [{ zh: '两处数据不一', en: 'two values differ' }],
    notes: [],
  };
  const document = firmBrief(input, options);
  const text = plain(document);

  it('says who it is, where it stands and when its title lapses', () => {
    expect(document.title).toBe('乙装备：称号预审（2026-06-30）');
    expect(text).toContain('最高称号为专精特新中小企业，有效至2026-11-19');
    expect(text).toContain('专精特新将于2026-11-19到期');
    const stairs = document.sections
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.type === 'pictures' ? block.pictures : []))
      .find(({ kind }) => kind === 'stairs');
    expect(stairs?.kind === 'stairs' && stairs.steps.map(({ mark, here }) => [mark, here])).toEqual([
      ['held', false],
      ['held', true],
      ['unmet', false],
      ['unmet', false],
    ]);
  });

  it('shows wanted, actual, period and state, and the actual value leads to its row', () => {
    expect(text).toContain('近两年研发费用合计1200万元以上');
    expect(text).toContain('≥ 1200 万元');
    expect(text).toMatch(/1100 万元[^|]*\|[^|]*\|[^|]*不符合/);
    const made = document.footnotes.find(
      ({ place, sentence }) =>
        place.kind === 'formula' &&
        (typeof sentence === 'string' ? sentence : sentence.zh) === '研发费用 2024、2025',
    );
    expect(made?.place.kind === 'formula' && made.place.inputs.length).toBe(1);
  });

  it('has gaps with what closes them, a calendar, papers and rulebooks; contradictions are told', () => {
    for (const id of ['profile', 'ladder', 'verdicts', 'criteria', 'gaps', 'calendar', 'evidence', 'method'])
      expect(document.sections.map((section) => section.id)).toContain(id);
    expect(text).toContain('两处数据不一');
    expect(text).toContain('两年审计报告');
    expect(text).not.toMatch(PROMISES);
  });

  it('tells titles out of reach in a line, and criterion by criterion only those held and the next one', () => {
    const headings = document.sections
      .find(({ id }) => id === 'criteria')!
      .blocks.flatMap((block) => (block.type === 'heading' ? [block.words] : []));
    expect(headings.map((words) => (typeof words === 'string' ? words : words.zh))).toEqual([
      '创新型（复核）',
      '专精特新（复核）',
      '小巨人（新申请）',
    ]);
  });
});
