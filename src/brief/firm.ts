/**
 * One firm before its titles: who it is, where it stands on the ladder, what the pre-check of each title comes to and why,
 * what is missing and what would close it, by when what is due, and the papers that prove it.
 */
import {
  type Application,
  blocking,
  type CalendarEvent,
  type Gap,
  type HeldTitle,
  type Item,
  type ItemCatalogue,
  isHeld,
  type Rulebook,
  type Rung,
  standingOf,
  type Verdict,
} from '../assess/index.js';
import type { Bilingual } from '../model/index.js';
import { PRE_CHECK, rulebookTable, sectionOf, stateBadge } from './assess-parts.js';
import type {
  Block,
  BriefDocument,
  Inline,
  Row,
  Section,
  StairPicture,
  StepMark,
  Tone,
} from './brief-document.js';
import { both, period, said } from './desk.js';
import { FigureDesk, type Material } from './figure-desk.js';
import { FirmFacts, type FirmRecord } from './firm-facts.js';
import { number } from './ladder-parts.js';
import type { BriefOptions } from './monthly.js';
import { tableSources } from './table-sources.js';
import { GENRES, VERDICT_WORDS } from './wording.js';

/** What a firm came to by one rulebook. */
export interface FirmVerdict {
  verdict: Verdict;
  rulebook: Rulebook;
  /** Index of the rung its title stands on; null for titles beside the ladder. */
  rung: number | null;
}

export interface FirmInput extends Omit<Material, 'area'> {
  record: FirmRecord;
  /** ISO day of judging. */
  on: string;
  rungs: readonly Rung[];
  /** From the base of the ladder up, then titles beside it. */
  verdicts: readonly FirmVerdict[];
  items: ItemCatalogue;
  /** What falls due, from the day of judging on. */
  events: readonly CalendarEvent[];
  /** What the data contradict among themselves. */
  findings: readonly Bilingual[];
  /** Titles that could not be judged, and why. */
  notes: readonly Bilingual[];
}

interface FirmDesk {
  desk: FigureDesk;
  input: FirmInput;
  facts: FirmFacts;
  held: readonly HeldTitle[];
  today: string;
}

export function firmBrief(input: FirmInput, options: BriefOptions): BriefDocument {
  const { subject } = input.record;
  const desk = new FigureDesk({ ...input, area: { code: null, name: subject.name } });
  const at: FirmDesk = {
    desk,
    input,
    facts: new FirmFacts(desk, input.record, input.items, input.on),
    held: (subject.titles ?? []).filter((title) => isHeld(title, input.on)),
    today: options.today,
  };
  const summary = summaryOf(at);
  const written = [
    profileSection(at),
    stairSection(at),
    verdictSection(at),
    criteriaSection(at),
    gapSection(at),
    calendarSection(at),
    evidenceSection(at),
    methodSection(at),
    desk.unwrittenSection(),
  ].filter((one): one is Section => one !== null);
  const { footnotes, appendix } = desk.notebook.number(summary, written);
  const sources = desk.sources(options.today);
  return {
    schema: 'ballast.brief/1',
    lang: options.lang,
    title:
      options.title ??
      (options.lang === 'zh'
        ? `${subject.name}：称号预审（${input.on}）`
        : `${subject.name}: pre-check of titles on ${input.on}`),
    genre: GENRES.firm,
    synthetic: desk.synthetic,
    today: options.today,
    masthead: [
      said(both(`判断日 ${input.on}`, `As of ${input.on}`)),
      said(both(` · 成文 ${options.today}`, ` · written ${options.today}`)),
      said(both(` · 来源 ${sources.length} 份`, ` · sources: ${sources.length}`)),
    ],
    summary,
    sections: sources.length === 0 ? written : [...written, tableSources(sources, options.today)],
    sources,
    footnotes,
    appendix,
  };
}

/** Titles that are told criterion by criterion: those held, those beside the ladder, and those of the next rung. */
function detailed(at: FirmDesk): readonly FirmVerdict[] {
  const { input, held } = at;
  const { highest } = standingOf(input.record.subject, input.on, input.rungs);
  const next = (highest ?? -1) + 1;
  return input.verdicts.filter(
    ({ verdict, rung }) =>
      rung === null || rung === next || held.some(({ title }) => title === verdict.title),
  );
}

function applicationWords(application: Application): Bilingual {
  return application === 'review' ? both('复核', 'review') : both('新申请', 'new application');
}

/** How many criteria of a verdict are unmet, unknown and to be judged, in words; of one that is met nothing is open. */
function openWords(verdict: Verdict): Bilingual {
  if (verdict.state === 'met') return both('', '');
  const count = (state: 'unknown' | 'manualReview') =>
    verdict.criteria.filter((one) => one.state === state).length;
  const parts: [number, Bilingual][] = [
    [blocking(verdict).length, VERDICT_WORDS.unmet],
    [count('unknown'), VERDICT_WORDS.unknown],
    [count('manualReview'), VERDICT_WORDS.manualReview],
  ];
  const said = parts.filter(([n]) => n > 0);
  return both(
    said.map(([n, { zh }]) => `${zh} ${n} 条`).join('，'),
    said.map(([n, { en }]) => `${n} ${en}`).join(', '),
  );
}

function summaryOf(at: FirmDesk): Inline[][] {
  const { input, held } = at;
  const { subject, area, industry } = input.record;
  const { highest } = standingOf(subject, input.on, input.rungs);
  const where = (lang: 'zh' | 'en') =>
    [area?.name, industry?.[lang]].filter((part) => part !== undefined).join(lang === 'zh' ? '，' : ', ');
  const first: Inline[] = [
    said(subject.name, 'strong'),
    said(both(`（${where('zh')}）`, ` (${where('en')})`)),
  ];
  if (highest === null) first.push(said(both('持有的称号不明。', ': its titles are not known.'), 'warn'));
  else if (highest < 0) first.push(said(both('没有梯度称号。', ' holds no title of the ladder.')));
  else
    first.push(
      said(
        both(`最高称号为${input.rungs[highest]!.name.zh}，`, ` stands as ${input.rungs[highest]!.name.en}, `),
      ),
      ...untilWords(at, standingOf(subject, input.on, input.rungs).held[highest]!),
      said(both('。', '.')),
    );
  const lines = input.verdicts
    .filter(({ rung }) => rung === null || highest === null || rung >= highest)
    .map(({ verdict }): Inline[] => {
      const { zh, en } = VERDICT_WORDS[verdict.state];
      const open = openWords(verdict);
      const how = applicationWords(verdict.application);
      return [
        said(both(`${verdict.title}（${how.zh}）预审：`, `${verdict.title} (${how.en}): `)),
        said(both(zh, en), VERDICT_WORDS[verdict.state].tone),
        said(both(open.zh === '' ? '。' : `；${open.zh}。`, open.en === '' ? '.' : `; ${open.en}.`)),
      ];
    });
  const soon = held
    .filter(({ to }) => to !== null && to <= monthsAfter(input.on, 6))
    .map((title): Inline[] => [
      said(both(`${title.title}将于`, `${title.title} lapses on `)),
      ...dayOf(at, title),
      said(both('到期，须提前准备复核。', '; its review is to be prepared.'), 'warn'),
    ]);
  return [first, ...lines, ...soon, [said(PRE_CHECK, 'muted')]];
}

function untilWords(at: FirmDesk, title: HeldTitle): Inline[] {
  return title.to === null
    ? [said(both('有效期止不明', 'its last day is not known'), 'warn')]
    : [said(both('有效至', 'valid until ')), ...dayOf(at, title)];
}

/** The last day of a title, with the entry that says so. */
function dayOf(at: FirmDesk, title: HeldTitle, tone: Tone = 'plain'): Inline[] {
  if (title.to === null) return [said(both('不明', 'not known'), 'warn')];
  const figure = at.facts.title(title);
  return [figure === null ? said(title.to, tone) : at.desk.cite(title.to, figure, tone)];
}

function valueWords(value: number | boolean | string, item: Item | undefined): Bilingual {
  if (typeof value === 'boolean') return value ? both('是', 'yes') : both('否', 'no');
  if (typeof value === 'string') return both(value, value);
  const unit = item?.unit ?? '';
  return both(`${number(value)}${unit === '%' ? '%' : ''}`, `${number(value)}${unit === '%' ? '%' : ''}`);
}

function profileSection(at: FirmDesk): Section | null {
  const { record, items, on } = at.input;
  const { subject } = record;
  const last = Number(on.slice(0, 4)) - 1;
  const years = [...new Set([...subject.yearly.values()].flatMap((byYear) => [...byYear.keys()]))]
    .filter((year) => year <= last + 1)
    .sort((a, b) => b - a)
    .slice(0, 4);
  const order = new Map([...items.keys()].map((id, i) => [id, i]));
  const ranked = <T>(map: ReadonlyMap<string, T>) =>
    [...map].sort(([a], [b]) => (order.get(a) ?? 9999) - (order.get(b) ?? 9999));
  const cited = (item: string, year: number | null, value: number | boolean | string): Inline[] => {
    const words = valueWords(value, items.get(item));
    const figure = at.facts.figure(item, year);
    return [figure === null ? said(words) : at.desk.cite(words, figure)];
  };
  const yearly = ranked(subject.yearly).map(([item, byYear]): Row => {
    const entry = items.get(item);
    return {
      cells: [
        [said(entry?.name ?? item), said(entry?.unit ? `（${entry.unit}）` : '', 'muted')],
        ...years.map((year): Inline[] => {
          const value = byYear.get(year);
          return value === undefined ? [said('—', 'muted')] : cited(item, year, value);
        }),
      ],
    };
  });
  const pairs = ranked(subject.single).map(([item, value]): Inline[][] => {
    const entry = items.get(item);
    return [
      [said(entry?.name ?? item), said(entry?.unit ? `（${entry.unit}）` : '', 'muted')],
      cited(item, null, value),
    ];
  });
  const half = Math.ceil(pairs.length / 2);
  const single = pairs
    .slice(0, half)
    .map((pair, i): Row => ({ cells: [...pair, ...(pairs[half + i] ?? [[], []])] }));
  const facts: [Bilingual, string | Bilingual | null][] = [
    [both('统一社会信用代码', 'Credit code'), subject.creditCode],
    [both('地区', 'Area'), record.area?.name ?? subject.area],
    [both('行业', 'Industry'), record.industry ?? subject.industry],
  ];
  return sectionOf(
    'profile',
    both('一、企业情况', '1. The firm'),
    both('空白表示没有数据，不按零处理。', 'A dash is no data, never nought.'),
    [
      {
        type: 'paragraph',
        tone: 'plain',
        inlines: facts.flatMap(([label, text], i): Inline[] => {
          const words = typeof text === 'string' ? both(text, text) : (text ?? both('不明', 'not known'));
          return [
            said(
              both(
                `${i === 0 ? '' : '；'}${label.zh} ${words.zh}`,
                `${i === 0 ? '' : '; '}${label.en} ${words.en}`,
              ),
              text === null ? 'warn' : 'plain',
            ),
          ];
        }),
      },
      yearly.length === 0
        ? null
        : {
            type: 'table',
            title: both('历年数据', 'By year'),
            dense: true,
            columns: [
              { title: both('项目', 'Item'), align: 'start', width: 40 },
              ...years.map((year) => ({
                title: both(`${year}年`, String(year)),
                align: 'end' as const,
                width: 15,
              })),
            ],
            rows: yearly,
          },
      single.length === 0
        ? null
        : {
            type: 'table',
            title: both('其他事项', 'Other facts'),
            dense: true,
            columns: [
              { title: both('事项', 'Item'), align: 'start', width: 37 },
              { title: both('数据', 'Value'), align: 'end', width: 13 },
              { title: both('事项', 'Item'), align: 'start', width: 37 },
              { title: both('数据', 'Value'), align: 'end', width: 13 },
            ],
            rows: single,
          },
      subject.faults.length === 0 && at.input.findings.length === 0
        ? null
        : {
            type: 'list',
            columns: 1,
            items: [
              ...subject.faults.map(({ item, year, value, reason }): Inline[] => [
                said(
                  both(
                    `${items.get(item)?.name.zh ?? item}${year === null ? '' : ` ${year}年`}“${value}”不能用：${reason.zh}`,
                    `${items.get(item)?.name.en ?? item}${year === null ? '' : ` ${year}`} “${value}” cannot be used: ${reason.en}`,
                  ),
                  'warn',
                ),
              ]),
              ...at.input.findings.map((finding): Inline[] => [said(finding, 'warn')]),
            ],
            folded: [],
          },
    ],
  );
}

/** Of several titles on a rung the one that is held, else the one that is nearest. */
function bestOf(at: FirmDesk, rung: number): FirmVerdict | null {
  const here = at.input.verdicts.filter((one) => one.rung === rung);
  const rank = ({ verdict }: FirmVerdict) =>
    ({ met: 0, manualReview: 1, unknown: 2, unmet: 3, notApplicable: 4 })[verdict.state] * 100 +
    blocking(verdict).length;
  return here.sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

function stairSection(at: FirmDesk): Section | null {
  const { input } = at;
  const { highest, held } = standingOf(input.record.subject, input.on, input.rungs);
  const steps = input.rungs.map((rung, r): StairPicture['steps'][number] => {
    const title = held[r] ?? null;
    const best = bestOf(at, r);
    const figure = title === null ? null : at.facts.title(title);
    const mark: StepMark = title !== null ? 'held' : (best?.verdict.state ?? 'none');
    const open = best === null ? null : openWords(best.verdict);
    const until =
      title === null
        ? null
        : title.to === null
          ? both('有效期止不明', 'last day not known')
          : both(`有效至 ${title.to}`, `until ${title.to}`);
    const review =
      title === null || best === null || best.verdict.application !== 'review'
        ? null
        : both(
            `复核预审：${VERDICT_WORDS[best.verdict.state].zh}`,
            `review: ${VERDICT_WORDS[best.verdict.state].en}`,
          );
    const lines =
      title !== null
        ? [until, review]
        : open === null || open.zh === ''
          ? []
          : [...open.zh.split('，')].map((zh, i) => both(zh, open.en.split(', ')[i] ?? ''));
    return {
      name: rung.name,
      mark,
      lines: lines.filter((line): line is Bilingual => line !== null),
      here: highest === r,
      figure: figure === null ? null : at.desk.cite(title!.to ?? '', figure),
    };
  });
  const entries = (input.record.subject.titles ?? [])
    .slice()
    .sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? 1 : -1))
    .map((title): Row => {
      const valid = isHeld(title, input.on);
      return {
        cells: [
          [said(title.title)],
          [said(title.from ?? both('不明', 'not known'), title.from === null ? 'warn' : 'plain')],
          dayOf(at, title, valid ? 'plain' : 'muted'),
          [
            valid
              ? said(both('有效', 'valid'), 'good')
              : said(
                  title.from !== null && title.from > input.on
                    ? both('尚未开始', 'not begun')
                    : both('已到期', 'lapsed'),
                  'muted',
                ),
          ],
        ],
      };
    });
  const cites = entries.flatMap((row) => row.cells.flat());
  const figures = cites.flatMap((cell) => (cell.type === 'cited' ? [cell] : []));
  return sectionOf('ladder', both('二、在梯度中的位置', '2. Where it stands'), null, [
    {
      type: 'pictures',
      pictures: [
        {
          kind: 'stairs',
          id: 'firm-stairs',
          title: both('优质中小企业梯度', 'The ladder of firms'),
          detail: both(
            `${input.on}；持有的称号和其余各级的预审`,
            `${input.on}; titles held, and the pre-check of the others`,
          ),
          source: at.desk.sourceLine(
            (input.record.subject.titles ?? []).flatMap((title) => at.facts.title(title) ?? []),
          ),
          steps,
        },
      ],
    },
    entries.length === 0 || figures.length === 0
      ? null
      : {
          type: 'table',
          title: both('称号登记', 'Titles on record'),
          dense: true,
          columns: [
            { title: both('称号', 'Title'), align: 'start', width: 40 },
            { title: both('有效期起', 'From'), align: 'start', width: 20 },
            { title: both('有效期止', 'To'), align: 'start', width: 20 },
            { title: both('状态', 'State'), align: 'start', width: 20 },
          ],
          rows: entries,
        },
  ]);
}

function verdictSection(at: FirmDesk): Section | null {
  const rows = at.input.verdicts.map(({ verdict, rulebook }): Row => {
    const open = openWords(verdict);
    return {
      cells: [
        [
          said(verdict.title, 'strong'),
          { type: 'break' },
          said(applicationWords(verdict.application), 'muted'),
        ],
        [
          stateBadge(verdict.state),
          ...(verdict.level === null
            ? []
            : [said(both(` ${levelWords(verdict, 'zh')}`, ` ${levelWords(verdict, 'en')}`))]),
        ],
        [said(open.zh === '' ? '—' : open, open.zh === '' ? 'muted' : 'plain')],
        [
          said(rulebook.name),
          { type: 'break' },
          said(`${rulebook.document.number}${rulebook.document.part ?? ''}`, 'muted'),
        ],
      ],
    };
  });
  if (rows.length === 0 && at.input.notes.length === 0) return null;
  return sectionOf('verdicts', both('三、预审结论', '3. The pre-check'), PRE_CHECK, [
    rows.length === 0
      ? null
      : {
          type: 'table',
          dense: false,
          columns: [
            { title: both('称号', 'Title'), align: 'start', width: 16 },
            { title: both('预审', 'Pre-check'), align: 'start', width: 14 },
            { title: both('未决的条件', 'Open criteria'), align: 'start', width: 26 },
            { title: both('按哪份规则', 'By which rulebook'), align: 'start', width: 44 },
          ],
          rows,
        },
    at.input.notes.length === 0
      ? null
      : {
          type: 'list',
          columns: 1,
          items: at.input.notes.map((note): Inline[] => [said(note, 'warn')]),
          folded: [],
        },
  ]);
}

function levelWords({ level }: Verdict, lang: 'zh' | 'en'): string {
  const [low, high] = [level?.low?.name[lang] ?? null, level?.high?.name[lang] ?? null];
  if (low === high) return low ?? '';
  return `${low ?? '—'}–${high ?? '—'}`;
}

function criteriaSection(at: FirmDesk): Section | null {
  const blocks = detailed(at).flatMap(({ verdict, rulebook }): Block[] => {
    const how = applicationWords(verdict.application);
    const rows = verdict.criteria
      .filter(({ state }) => state !== 'notApplicable')
      .map(
        (criterion): Row => ({
          cells: [
            [said(criterion.text), { type: 'break' }, said(criterion.clause, 'muted')],
            [said(criterion.wanted)],
            at.facts.actual(criterion, rulebook, criterion.state === 'unmet' ? 'bad' : 'plain'),
            [criterion.period === null ? said('—', 'muted') : said(period(criterion.period))],
            [
              stateBadge(criterion.state),
              ...(criterion.exception === null
                ? []
                : [{ type: 'break' } as const, said(criterion.exception, 'muted')]),
              ...(criterion.state === 'met'
                ? []
                : [{ type: 'break' } as const, said(criterion.reason, 'muted')]),
            ],
          ],
        }),
      );
    const beside = verdict.criteria.filter(({ state }) => state === 'notApplicable');
    return [
      {
        type: 'heading',
        words: both(`${verdict.title}（${how.zh}）`, `${verdict.title} (${how.en})`),
        detail: [
          said(
            both(
              `${rulebook.document.number} ${rulebook.document.part ?? ''}`,
              `${rulebook.document.number} ${rulebook.document.part ?? ''}`,
            ),
          ),
        ],
      },
      {
        type: 'table',
        dense: true,
        columns: [
          { title: both('条件', 'Criterion'), align: 'start', width: 28 },
          { title: both('要求', 'Wanted'), align: 'start', width: 17 },
          { title: both('实际', 'Actual'), align: 'start', width: 18 },
          { title: both('期间', 'Period'), align: 'start', width: 12 },
          { title: both('预审', 'Pre-check'), align: 'start', width: 25 },
        ],
        rows,
      },
      ...(beside.length === 0
        ? []
        : [
            {
              type: 'paragraph',
              tone: 'muted',
              inlines: [
                said(
                  both(
                    `不适用：${beside.map(({ text }) => text.zh).join('；')}。`,
                    `Not applicable: ${beside.map(({ text }) => text.en).join('; ')}.`,
                  ),
                  'muted',
                ),
              ],
            } satisfies Block,
          ]),
      ...scoreBlocks(at, verdict, rulebook),
    ];
  });
  return sectionOf(
    'criteria',
    both('四、逐条对照', '4. Criterion by criterion'),
    both(
      '实际数的脚注指向所用的数据行和算法。',
      'Notes of the actual values lead to the rows and the arithmetic.',
    ),
    blocks,
  );
}

function scoreBlocks(at: FirmDesk, verdict: Verdict, rulebook: Rulebook): Block[] {
  const range = (low: number, high: number) => (low === high ? String(low) : `${low}–${high}`);
  return verdict.scores.map(
    (score): Block => ({
      type: 'table',
      title: both(
        `${score.name.zh}：${range(score.low, score.high)} 分`,
        `${score.name.en}: ${range(score.low, score.high)} points`,
      ),
      dense: true,
      columns: [
        { title: both('指标', 'Indicator'), align: 'start', width: 38 },
        { title: both('实际', 'Actual'), align: 'start', width: 30 },
        { title: both('得分', 'Points'), align: 'end', width: 16 },
        { title: both('满分', 'Most'), align: 'end', width: 16 },
      ],
      rows: score.entries.map(
        (entry): Row => ({
          cells: [
            [said(entry.name)],
            [
              entry.actual === null
                ? said('—', 'muted')
                : at.facts.entry(entry.actual, { table: score.id, entry: entry.id }, rulebook),
            ],
            [said(range(entry.low, entry.high), entry.low === entry.high ? 'plain' : 'warn')],
            [said(String(entry.most), 'muted')],
          ],
        }),
      ),
    }),
  );
}

function gapSection(at: FirmDesk): Section | null {
  const rows = detailed(at).flatMap(({ verdict, rulebook }) =>
    verdict.gaps.map((gap: Gap): Row => {
      const criterion = verdict.criteria.find(({ id }) => id === gap.criterion);
      return {
        cells: [
          [said(verdict.title, 'strong')],
          [said(criterion?.text ?? gap.criterion)],
          [
            at.facts.cited(
              gap.text,
              gap.criterion,
              criterion?.text ?? gap.text,
              rulebook,
              gap.state === 'unmet' ? 'bad' : 'warn',
            ),
          ],
          [said(gap.remedy ?? '—', gap.remedy === null ? 'muted' : 'plain')],
          [said(gap.earliest ?? '—', gap.earliest === null ? 'muted' : 'plain')],
        ],
      };
    }),
  );
  if (rows.length === 0) return null;
  return sectionOf(
    'gaps',
    both('五、差距与计划', '5. Gaps and plan'),
    both(
      '最早：随时间才能满足的条件，无论怎样努力也不会早于这一天。',
      'Earliest: what only time can close is not closed before that day, whatever is done.',
    ),
    [
      {
        type: 'table',
        dense: true,
        columns: [
          { title: both('称号', 'Title'), align: 'start', width: 12 },
          { title: both('条件', 'Criterion'), align: 'start', width: 26 },
          { title: both('差距', 'Gap'), align: 'start', width: 26 },
          { title: both('怎样补', 'What would close it'), align: 'start', width: 22 },
          { title: both('最早', 'Earliest'), align: 'start', width: 14 },
        ],
        rows,
      },
    ],
  );
}

/** What lapses and what is due in the next three years, soonest first. */
function calendarSection(at: FirmDesk): Section | null {
  const { input } = at;
  const until = monthsAfter(input.on, 36);
  const soon = monthsAfter(input.on, 3);
  const rows = input.events
    .filter(({ date }) => date >= input.on && date <= until)
    .map(({ date, kind, title, text, clause, note }): Row => {
      const held =
        kind === 'expiry' ? at.held.find((one) => one.title === title && one.to === date) : undefined;
      return {
        cells: [
          held === undefined
            ? [said(date, date <= soon ? 'bad' : 'plain')]
            : dayOf(at, held, date <= soon ? 'bad' : 'plain'),
          [
            said(title, 'strong'),
            said(both(`：${text.zh}`, `: ${text.en}`)),
            ...(clause === null ? [] : [said(` ${clause}`, 'muted')]),
          ],
          [said(note ?? '—', note === null ? 'muted' : 'plain')],
        ],
      };
    });
  const open = input.verdicts.flatMap(({ verdict }) =>
    at.held.some(({ title }) => title === verdict.title)
      ? verdict.duties.flatMap(({ due, text, clause, otherwise }): Row[] =>
          due !== null
            ? []
            : [
                {
                  cells: [
                    [said(both('随事项', 'on the event'), 'muted')],
                    [
                      said(verdict.title, 'strong'),
                      said(both(`：${text.zh}`, `: ${text.en}`)),
                      said(` ${clause}`, 'muted'),
                    ],
                    [said(otherwise ?? '—', otherwise === null ? 'muted' : 'plain')],
                  ],
                },
              ],
        )
      : [],
  );
  if (rows.length + open.length === 0) return null;
  return sectionOf(
    'calendar',
    both('六、日程', '6. Calendar'),
    both(`${input.on} 起三年。`, `Three years from ${input.on}.`),
    [
      {
        type: 'table',
        dense: true,
        columns: [
          { title: both('日期', 'Day'), align: 'start', width: 16 },
          { title: both('事项', 'What'), align: 'start', width: 50 },
          { title: both('说明、逾期后果', 'Note, and what follows otherwise'), align: 'start', width: 34 },
        ],
        rows: [...rows, ...open],
      },
    ],
  );
}

/** Papers by title; those that several criteria ask for once. */
function evidenceSection(at: FirmDesk): Section | null {
  const rows = detailed(at).flatMap(({ verdict, rulebook }): Row[] => {
    const applies = new Set(
      verdict.criteria.flatMap(({ id, state }) => (state === 'notApplicable' ? [] : [id])),
    );
    const papers = new Map<string, { paper: Bilingual; of: Bilingual[] }>();
    for (const criterion of rulebook.criteria) {
      if (!applies.has(criterion.id)) continue;
      for (const paper of criterion.evidence) {
        const known = papers.get(paper.zh) ?? { paper, of: [] };
        known.of.push(criterion.text);
        papers.set(paper.zh, known);
      }
    }
    return [...papers.values()].map(
      ({ paper, of }, i): Row => ({
        cells: [
          i === 0 ? [said(verdict.title, 'strong')] : [],
          [said(paper)],
          [said(both(of.map(({ zh }) => zh).join('；'), of.map(({ en }) => en).join('; ')), 'muted')],
        ],
      }),
    );
  });
  if (rows.length === 0) return null;
  return sectionOf('evidence', both('七、材料清单', '7. Papers'), null, [
    {
      type: 'table',
      dense: true,
      columns: [
        { title: both('称号', 'Title'), align: 'start', width: 14 },
        { title: both('材料', 'Paper'), align: 'start', width: 36 },
        { title: both('证明什么', 'What it proves'), align: 'start', width: 50 },
      ],
      rows,
    },
  ]);
}

function methodSection(at: FirmDesk): Section | null {
  const books = [...new Map(at.input.verdicts.map(({ rulebook }) => [rulebook.id, rulebook])).values()];
  if (books.length === 0) return null;
  const last = Number(at.input.on.slice(0, 4)) - 1;
  return sectionOf('method', both('八、方法与规则', '8. Methods and rulebooks'), null, [
    {
      type: 'list',
      columns: 1,
      items: [
        [
          said(
            both(
              `上年指 ${last} 年；别的年份的数不代用。缺的数据记为“缺数据”，须由人判断或由企业声明而没有声明的记为“待人工核”，都不当作符合。`,
              `The last year is ${last}; values of other years never stand in. What is missing is “data missing”, what a person must judge or the firm has not declared is for a person: neither counts as met.`,
            ),
          ),
        ],
        [
          said(
            both(
              '例外和直通条件由企业主张：没有证据时不计，并在说明里列出。',
              'Exceptions and shortcuts are for the firm to claim: without evidence they count for nothing, and the reason names them.',
            ),
          ),
        ],
      ],
      folded: [],
    },
    rulebookTable(books, at.today),
    {
      type: 'list',
      columns: 1,
      items: at.input.verdicts.map(({ verdict }): Inline[] => [said(verdict.rulebook.whyChosen, 'muted')]),
      folded: [],
    },
  ]);
}

/** The same day some months later; the last of a month stays within it. */
function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
