/**
 * The ladder of firms of an area: how many stand on each rung, by area and industry; who could rise next and what holds
 * the others back; whose title is about to lapse; who moved in the year before; the counts beside targets that were read
 * from pages. A pre-check throughout.
 */
import {
  blocking,
  heldBack,
  ladderCounts,
  ladderCountsBy,
  ladderTitle,
  lapses,
  movement,
  type RiseCase,
  type Rung,
  rungOfIndicator,
} from '../assess/index.js';
import type { Bilingual } from '../model/index.js';
import {
  acrossLexicon,
  consolidate,
  nearDuplicates,
  statedTargets,
  type TargetProgress,
  targetProgress,
} from '../read/across/index.js';
import { PRE_CHECK, rulebookTable, sectionOf, stateBadge } from './assess-parts.js';
import type { Block, BriefDocument, Inline, Row, Section, StackPicture } from './brief-document.js';
import { badge, both, period, said } from './desk.js';
import { FigureDesk } from './figure-desk.js';
import { FirmFacts, type FirmRecord } from './firm-facts.js';
import {
  citeChange,
  citeCount,
  citeJudged,
  counted,
  type LadderDesk,
  type LadderInput,
  number,
  share,
} from './ladder-parts.js';
import type { BriefOptions } from './monthly.js';
import { tableSources } from './table-sources.js';
import { GENRES, STATES } from './wording.js';

/** Firms listed for each rung, and of titles that lapse. */
const NEAREST = 12;
const LAPSING = 25;
/** Of titles that lapse and of firms that fell, at most so many are named. */
const LISTED = 300;
/** Criteria shown in a picture of what holds back; industries shown one by one. */
const CRITERIA = 8;
const INDUSTRIES = 14;

/** Places of the firms that the brief tells of by name, and by their values and titles. */
export function ladderTold({
  cases,
  subjects,
  on,
  since,
  until,
  rungs,
}: Pick<LadderInput, 'cases' | 'on' | 'since' | 'until' | 'rungs'> & Pick<LadderDesk, 'subjects'>): number[] {
  return [
    ...new Set([
      ...rungs.flatMap((_, r) =>
        cases
          .filter(({ rung }) => rung === r)
          .slice(0, NEAREST)
          .map(({ firm }) => firm),
      ),
      ...lapses(subjects, on, { since: on, until }, rungs)
        .slice(0, LISTED)
        .map(({ firm }) => firm),
      ...movement(subjects, since, on, rungs).fell.slice(0, LISTED),
    ]),
  ].sort((a, b) => a - b);
}

export function ladderBrief(input: LadderInput, options: BriefOptions): BriefDocument {
  const desk = new FigureDesk(input);
  const at: LadderDesk = {
    desk,
    input,
    subjects: input.firms.map(({ subject }) => subject),
    today: options.today,
  };
  const summary: Inline[][] = [];
  const written = [
    standingSection(at, summary),
    placesSection(at),
    riseSection(at, summary),
    obstaclesSection(at, summary),
    lapseSection(at, summary),
    movementSection(at, summary),
    targetSection(at, summary),
    methodSection(at),
    desk.unwrittenSection(),
  ].filter((one): one is Section => one !== null);
  const { footnotes, appendix } = desk.notebook.number(summary, written);
  const sources = desk.sources(options.today);
  const { name } = input.area;
  return {
    schema: 'ballast.brief/1',
    lang: options.lang,
    title:
      options.title ??
      (options.lang === 'zh'
        ? `${name}优质企业梯度（${input.on}）`
        : `${name}: the ladder of firms on ${input.on}`),
    genre: GENRES.ladder,
    synthetic: desk.synthetic,
    today: options.today,
    masthead: [
      said(both(`判断日 ${input.on}`, `As of ${input.on}`)),
      said(both(` · 成文 ${options.today}`, ` · written ${options.today}`)),
      said(both(` · 来源 ${sources.length} 份`, ` · sources: ${sources.length}`)),
    ],
    summary: [...summary, [said(PRE_CHECK, 'muted')]],
    sections: sources.length === 0 ? written : [...written, tableSources(sources, options.today)],
    sources,
    footnotes,
    appendix,
  };
}

function holders(at: LadderDesk, rung: number, on: string) {
  const count = ladderCounts(at.subjects, on, at.input.rungs);
  return counted(at, {
    what: at.input.rungs[rung]!.name.zh,
    value: count.rungs[rung]!.holders,
    on,
    of: count.firms,
    from: 'titles',
  });
}

function standingSection(at: LadderDesk, summary: Inline[][]): Section | null {
  const { input, desk } = at;
  const { on, since, rungs } = input;
  const count = ladderCounts(at.subjects, on, rungs);
  const all = { on, of: count.firms, from: 'titles' } as const;
  const now = rungs.map((_, rung) => holders(at, rung, on));
  const before = rungs.map((_, rung) => holders(at, rung, since));
  // A number that stands twice is cited twice: each place has its own note.
  const sentence = (): Inline[] => [
    said(both(`${input.area.name}名录中有`, `The registers of ${input.area.name} have `)),
    citeCount(
      at,
      { ...all, what: '名录企业', value: count.firms },
      both(`${number(count.firms)}家`, `${number(count.firms)} firms`),
    ),
    said(both('企业，其中', '; of these ')),
    ...rungs.flatMap((rung, r): Inline[] => [
      said(both(`${r === 0 ? '' : '、'}${rung.name.zh}`, r === 0 ? '' : ', ')),
      desk.cite(both(`${number(now[r]!.value)}家`, number(now[r]!.value)), now[r]!),
      said(both('', ` ${rung.name.en}`)),
    ]),
    said(both('（同一企业可持多个称号）。', ' (a firm may hold several titles). ')),
  ];
  summary.push(sentence());
  const rest: Inline[] = [
    citeCount(
      at,
      { ...all, what: '未持梯度称号的企业', value: count.none },
      both(`${number(count.none)}家`, `${number(count.none)} firms`),
    ),
    said(both('没有梯度称号', ' hold none of these titles')),
    ...(count.unknown === 0
      ? []
      : [
          said(both('，', '; ')),
          citeCount(
            at,
            { ...all, what: '称号不明的企业', value: count.unknown },
            both(`${number(count.unknown)}家`, `of ${number(count.unknown)}`),
          ),
          said(both('称号不明，不计入各层', ' no titles are known: they count on no rung'), 'warn'),
        ]),
    said(both('。', '. ')),
  ];
  const undated = count.rungs.reduce((sum, one) => sum + one.undated, 0);
  if (undated > 0)
    rest.push(
      citeCount(
        at,
        { ...all, what: '有效期止不明的称号', value: undated, unit: '项' },
        both(`${undated}个`, `${undated}`),
      ),
      said(
        both('称号没有写明有效期止，按有效计。', ' titles state no last day and count as valid. '),
        'warn',
      ),
    );
  return sectionOf(
    'standing',
    both('一、梯度现状', '1. Where the firms stand'),
    both(`称号在 ${on} 有效的计入。`, `Titles valid on ${on} count.`),
    [
      { type: 'paragraph', tone: 'plain', inlines: [...sentence(), ...rest] },
      {
        type: 'pictures',
        pictures: [
          {
            kind: 'tiers',
            id: 'ladder-tiers',
            title: both('梯度：持有各称号的企业', 'The ladder: firms that hold each title'),
            detail: both(
              `${on}，家；右侧为比 ${since} 的变动`,
              `${on}, firms; to the right the change since ${since}`,
            ),
            source: desk.sourceLine(now),
            unit: both('家', 'firms'),
            tiers: rungs.map((rung, r) => {
              const change = now[r]!.value - before[r]!.value;
              const words =
                change === 0
                  ? both('持平', 'no change')
                  : both(
                      `${change > 0 ? '+' : '−'}${Math.abs(change)}`,
                      `${change > 0 ? '+' : '−'}${Math.abs(change)}`,
                    );
              return {
                name: rung.name,
                value: now[r]!.value,
                figure: desk.cite(number(now[r]!.value), now[r]!),
                detail: words,
              };
            }),
          },
        ],
      },
      {
        type: 'table',
        title: both('各层企业', 'Firms by rung'),
        dense: true,
        columns: [
          { title: both('层级', 'Rung'), align: 'start', width: 36 },
          { title: both('持有', 'Holders'), align: 'end', width: 15 },
          { title: both('以此为最高', 'Highest title'), align: 'end', width: 17 },
          { title: both(`${since}`, since), align: 'end', width: 16 },
          { title: both('变动', 'Change'), align: 'end', width: 16 },
        ],
        rows: rungs
          .map(
            (rung, r): Row => ({
              cells: [
                [said(rung.name)],
                [desk.cite(number(now[r]!.value), now[r]!)],
                [
                  citeCount(at, {
                    ...all,
                    what: `最高称号为${rung.name.zh}`,
                    value: count.rungs[r]!.highest,
                  }),
                ],
                [desk.cite(number(before[r]!.value), before[r]!)],
                [citeChange(at, now[r]!, before[r]!)],
              ],
            }),
          )
          .reverse(),
      },
    ],
  );
}

/** By area and by industry: each firm once, by its highest title. */
function placesSection(at: LadderDesk): Section | null {
  const { input } = at;
  const { firms, on, rungs } = input;
  const within = (record: FirmRecord) => ({ record, titles: record.subject.titles });
  const all = firms.map(within);
  const areas = ladderCountsBy(all, on, ({ record }) => record.area?.name ?? null, rungs);
  const industries = ladderCountsBy(all, on, ({ record }) => record.industry?.zh ?? null, rungs);
  const english = new Map(
    firms.flatMap(({ industry }) => (industry === null ? [] : [[industry.zh, industry] as const])),
  );
  const stack = (
    id: string,
    title: Bilingual,
    groups: typeof areas,
    placeOf: (key: string | null) => { area?: { code: null; name: string }; industry?: string },
  ): StackPicture | null => {
    const shown = groups
      .filter(({ key, count }) => key !== null && count.rungs.some(({ highest }) => highest > 0))
      .slice(0, INDUSTRIES);
    if (shown.length < 2) return null;
    const figures = shown.map(({ key, count }) =>
      count.rungs.map(({ highest }, r) =>
        counted(at, {
          what: `最高称号为${rungs[r]!.name.zh}`,
          value: highest,
          on,
          of: count.firms,
          from: 'titles',
          ...placeOf(key),
        }),
      ),
    );
    const hidden = groups.length - shown.length;
    return {
      kind: 'stacks',
      id,
      title,
      detail: both(
        `${on}，家，每家只按最高称号计一次${hidden > 0 ? `；另有 ${hidden} 个未列` : ''}`,
        `${on}, firms, each once by its highest title${hidden > 0 ? `; ${hidden} more not shown` : ''}`,
      ),
      source: at.desk.sourceLine(figures.flat()),
      unit: both('家', 'firms'),
      scale: 'rungs',
      parts: rungs.map(({ name }) => name),
      rows: shown.map(({ key }, i) => ({
        name: english.get(key!) ?? key!,
        values: figures[i]!.map((figure) => ({
          value: figure.value,
          figure: at.desk.cite(number(figure.value), figure),
        })),
      })),
    };
  };
  const pictures = [
    stack('ladder-areas', both('分地区', 'By area'), areas, (key) => ({ area: { code: null, name: key! } })),
    stack('ladder-industries', both('分行业', 'By industry'), industries, (key) => ({ industry: key! })),
  ].filter((one): one is StackPicture => one !== null);
  const rows = areas
    .filter(({ key }) => key !== null)
    .map(({ key, count }): Row => {
      const area = { code: null, name: key! };
      const common = { on, of: count.firms, from: 'titles', area } as const;
      const titled = count.firms - count.none - count.unknown;
      const base = counted(at, { ...common, what: '名录企业', value: count.firms });
      const held = counted(at, { ...common, what: '持有梯度称号的企业', value: titled });
      return {
        cells: [
          [said(key!)],
          [at.desk.cite(number(count.firms), base)],
          ...rungs.map((rung, r): Inline[] => [
            citeCount(at, { ...common, what: rung.name.zh, value: count.rungs[r]!.holders }),
          ]),
          [
            at.desk.cite(
              share(titled, count.firms),
              at.desk.compute(
                held,
                {
                  kind: 'share',
                  indicator: '梯度企业占名录企业',
                  unit: '%',
                  value: (100 * titled) / Math.max(1, count.firms),
                },
                `${titled} / ${count.firms}`,
                both(
                  '持有任一梯度称号的企业占名录企业',
                  'firms with any title of the ladder, of the firms in the registers',
                ),
                [held, base],
              ),
            ),
          ],
        ],
      };
    });
  return sectionOf('places', both('二、分地区、分行业', '2. By area and industry'), null, [
    pictures.length === 0 ? null : { type: 'pictures', pictures },
    rows.length < 2
      ? null
      : {
          type: 'table',
          title: both('各地企业', 'Firms by area'),
          dense: true,
          columns: [
            { title: both('地区', 'Area'), align: 'start', width: 16 },
            { title: both('名录企业', 'In registers'), align: 'end', width: 14 },
            ...rungs.map(({ name }) => ({ title: short(name), align: 'end' as const, width: 14 })),
            { title: both('梯度企业占比', 'With a title'), align: 'end', width: 14 },
          ],
          rows,
        },
  ]);
}

function short({ zh, en }: Bilingual): Bilingual {
  return both(
    zh
      .replace(/中小企业$|企业$/, '')
      .replace('专精特新“小巨人”', '“小巨人”')
      .replace('制造业', ''),
    en.replace(/ \(.*\)$/, ''),
  );
}

/** Cases by rung, the highest first. */
function byRung(at: LadderDesk): { rung: Rung; r: number; cases: RiseCase[] }[] {
  return at.input.rungs
    .map((rung, r) => ({ rung, r, cases: at.input.cases.filter((one) => one.rung === r) }))
    .filter(({ cases }) => cases.length > 0)
    .reverse();
}

/** The summary tells of the rungs between the base and the top. */
function told({ input }: LadderDesk, rung: number): boolean {
  return rung > 0 && rung < input.rungs.length - 1;
}

function judgedFigure(at: LadderDesk, rung: Rung, cases: readonly RiseCase[]) {
  return counted(at, {
    what: `按${rung.name.zh}标准预审的企业`,
    value: cases.length,
    on: at.input.on,
    of: cases.length,
    from: 'items',
  });
}

function riseSection(at: LadderDesk, summary: Inline[][]): Section | null {
  const blocks: Block[] = [];
  for (const { rung, r, cases } of byRung(at)) {
    const base = judgedFigure(at, rung, cases);
    const books = [...new Set(cases.map(({ rulebook }) => rulebook.document.number))];
    const method = both(`按 ${books.join('、')} 预审`, `pre-check by ${books.join(', ')}`);
    const count = (what: Bilingual, of: (one: RiseCase) => boolean) => {
      const value = cases.filter(of).length;
      return () => citeJudged(at, base, { value, what, method }, both(`${number(value)}家`, number(value)));
    };
    const ready = count(both('没有不符合的条件', 'no criterion unmet'), ({ unmet }) => unmet.length === 0);
    const one = count(both('只有一条不符合', 'one criterion unmet'), ({ unmet }) => unmet.length === 1);
    const two = count(both('有两条不符合', 'two criteria unmet'), ({ unmet }) => unmet.length === 2);
    const sentence = (): Inline[] => [
      said(
        both(
          `${r === 0 ? '没有梯度称号' : `最高称号为${at.input.rungs[r - 1]!.name.zh}`}的`,
          r === 0 ? 'Of ' : `Of the `,
        ),
      ),
      at.desk.cite(both(`${number(cases.length)}家`, `${number(cases.length)} firms`), base),
      said(both(`按${rung.name.zh}标准预审：`, ` checked against ${rung.name.en}: `)),
      ready(),
      said(
        both(
          '没有不符合的条件（仍有待补数据或待人工核的事项），',
          ' have no criterion unmet (data or a review may still be wanting), ',
        ),
      ),
      one(),
      said(both('只差一条，', ' lack one, ')),
      two(),
      said(both('差两条。', ' lack two. ')),
    ];
    if (told(at, r)) summary.push(sentence());
    blocks.push(
      { type: 'heading', words: both(`晋级${rung.name.zh}`, `Up to ${rung.name.en}`), detail: [] },
      { type: 'paragraph', tone: 'plain', inlines: sentence() },
      nearestTable(at, cases),
    );
  }
  return sectionOf(
    'rise',
    both('三、谁可能晋级', '3. Who could rise'),
    both(
      '按差距从小到大：先看不符合的条数，再看差额占标准的比例，再看缺的数据。每层列出最近的企业。',
      'Nearest first: by criteria unmet, then by how far each is from its threshold, then by data missing. The nearest of each rung are listed.',
    ),
    blocks,
  );
}

function factsOf(at: LadderDesk, firm: number): FirmFacts {
  return new FirmFacts(at.desk, at.input.firms[firm]!, at.input.items, at.input.on);
}

function firmCell(at: LadderDesk, firm: number): Inline[] {
  const { subject, area, industry } = at.input.firms[firm]!;
  const where = [area?.name, industry?.zh].filter((part) => part !== undefined).join(' · ');
  const whereEn = [area?.name, industry?.en].filter((part) => part !== undefined).join(' · ');
  return [
    said(subject.name, 'strong'),
    ...(where === '' ? [] : [{ type: 'break' } as const, said(both(where, whereEn), 'muted')]),
  ];
}

function nearestTable(at: LadderDesk, cases: readonly RiseCase[]): Block {
  return {
    type: 'table',
    dense: true,
    columns: [
      { title: both('企业', 'Firm'), align: 'start', width: 26 },
      { title: both('不符合：实际 / 要求', 'Unmet: actual / wanted'), align: 'start', width: 38 },
      { title: both('待补数据、待人工核', 'Data missing, to be judged'), align: 'start', width: 22 },
      { title: both('最早', 'Earliest'), align: 'start', width: 14 },
    ],
    rows: cases.slice(0, NEAREST).map((one): Row => {
      const { rulebook } = one;
      const facts = factsOf(at, one.firm);
      const verdict = at.input.judge(at.subjects[one.firm]!, one.title, 'new');
      const unmet = verdict === null ? [] : blocking(verdict);
      const earliest =
        (verdict?.gaps ?? [])
          .flatMap((gap) => gap.earliest ?? [])
          .sort()
          .at(-1) ?? null;
      return {
        cells: [
          firmCell(at, one.firm),
          unmet.length === 0
            ? [stateBadge(one.state)]
            : unmet.slice(0, 3).flatMap((criterion, i): Inline[] => [
                ...(i === 0 ? [] : [{ type: 'break' } as const]),
                said(both(`${criterion.text.zh}：`, `${criterion.text.en}: `), 'muted'),
                ...(criterion.actual === null ? [said('—')] : facts.actual(criterion, rulebook, 'bad')),
                // Of a criterion made of several conditions the text above says all that is wanted.
                ...(criterion.parts.length > 1
                  ? []
                  : [said(both(` / ${criterion.wanted.zh}`, ` / ${criterion.wanted.en}`), 'muted')]),
              ]),
          one.unknown.length + one.manual.length === 0
            ? [said('—', 'muted')]
            : [
                said(
                  both(
                    [
                      one.unknown.length > 0 ? `缺数据 ${one.unknown.length} 项：${named(one, 'zh')}` : '',
                      one.manual.length > 0 ? `待人工核 ${one.manual.length} 项` : '',
                    ]
                      .filter((part) => part !== '')
                      .join('；'),
                    [
                      one.unknown.length > 0 ? `${one.unknown.length} missing: ${named(one, 'en')}` : '',
                      one.manual.length > 0 ? `${one.manual.length} to be judged` : '',
                    ]
                      .filter((part) => part !== '')
                      .join('; '),
                  ),
                  one.unknown.length > 0 ? 'warn' : 'muted',
                ),
              ],
          [said(earliest ?? '—', earliest === null ? 'muted' : 'plain')],
        ],
      };
    }),
  };
}

/** The first criteria for which data are missing. */
function named({ rulebook, unknown }: RiseCase, lang: 'zh' | 'en'): string {
  const shown = unknown
    .slice(0, 2)
    .map((id) => rulebook.criteria.find((criterion) => criterion.id === id)!.text[lang]);
  return `${shown.join(lang === 'zh' ? '、' : ', ')}${unknown.length > shown.length ? (lang === 'zh' ? ' 等' : ', …') : ''}`;
}

function obstaclesSection(at: LadderDesk, summary: Inline[][]): Section | null {
  const all = heldBack(at.input.cases);
  const blocks: Block[] = [];
  const pictures: StackPicture[] = [];
  const sentences: Inline[][] = [];
  for (const { rung, r, cases } of byRung(at)) {
    const base = judgedFigure(at, rung, cases);
    const here = all.filter((one) => one.rung === r).slice(0, CRITERIA);
    const [first] = here;
    if (first === undefined || first.unmet === 0) continue;
    const titles = at.input.rungs[r]!.titles.length;
    const method = both('预审中各条件的状态', 'states of the criteria in the pre-check');
    const cite = (value: number, what: Bilingual, words?: Bilingual) =>
      citeJudged(at, base, { value, what, method }, words);
    const figure = (one: (typeof here)[number], value: number, zh: string, en: string) =>
      cite(value, both(`${one.criterion.text.zh}：${zh}`, `${one.criterion.text.en}: ${en}`));
    pictures.push({
      kind: 'stacks',
      id: `ladder-obstacles-${rung.id}`,
      title: both(`卡在哪里：晋级${rung.name.zh}`, `What holds back: up to ${rung.name.en}`),
      detail: both(
        `预审 ${cases.length} 家，各条件不符合或缺数据的家数`,
        `${cases.length} firms checked; firms that do not meet a criterion, or whose data do not say`,
      ),
      source: at.desk.sourceLine([base]),
      unit: both('家', 'firms'),
      scale: 'obstacles',
      parts: [
        both('只差这一条', 'this one alone'),
        both('还差别的条', 'with others'),
        both('缺数据', 'data missing'),
      ],
      rows: here.map((one) => ({
        name: both(
          titles > 1 ? `${one.criterion.text.zh}（${one.title}）` : one.criterion.text.zh,
          titles > 1 ? `${one.criterion.text.en} (${one.title})` : one.criterion.text.en,
        ),
        values: [
          { value: one.alone, figure: figure(one, one.alone, '只差这一条', 'this one alone') },
          {
            value: one.unmet - one.alone,
            figure: figure(one, one.unmet - one.alone, '还差别的条', 'with others'),
          },
          { value: one.unknown, figure: figure(one, one.unknown, '缺数据', 'data missing') },
        ],
      })),
    });
    const unmet = () =>
      cite(
        first.unmet,
        both(`${first.criterion.text.zh}：不符合`, `${first.criterion.text.en}: unmet`),
        both(`${number(first.unmet)}家`, `${number(first.unmet)} firms`),
      );
    const alone = [...all].filter((one) => one.rung === r).sort((a, b) => b.alone - a.alone)[0];
    const most = (): Inline[] => [
      said(
        both(
          `晋级${rung.name.zh}，卡住企业最多的是“${first.criterion.text.zh}”（`,
          `Up to ${rung.name.en}, most are held back by “${first.criterion.text.en}” (`,
        ),
      ),
      unmet(),
      said(both(`，预审 ${cases.length} 家）`, ` of ${cases.length})`)),
    ];
    const sentence = (): Inline[] => [
      ...most(),
      ...(alone === undefined || alone.alone === 0
        ? []
        : [
            said(
              both(
                `；只差一条的企业里，差在“${alone.criterion.text.zh}”的最多（`,
                `; of those that lack one alone, most lack “${alone.criterion.text.en}” (`,
              ),
            ),
            cite(
              alone.alone,
              both(`${alone.criterion.text.zh}：只差这一条`, `${alone.criterion.text.en}: this one alone`),
              both(`${number(alone.alone)}家`, number(alone.alone)),
            ),
            said(both('）', ')')),
          ]),
      said(both('。', '. ')),
    ];
    if (told(at, r)) summary.push([...most(), said(both('。', '.'))]);
    sentences.push(sentence());
  }
  if (sentences.length > 0) blocks.push({ type: 'list', columns: 1, items: sentences, folded: [] });
  if (pictures.length > 0) blocks.push({ type: 'pictures', pictures });
  return sectionOf(
    'obstacles',
    both('四、卡在哪里', '4. What holds back'),
    both(
      '只差一条的企业最值得先帮：补上这一条，其余可算的条件都已符合。',
      'Firms that lack one alone come first: all else that can be computed is met.',
    ),
    blocks,
  );
}

function lapseSection(at: LadderDesk, summary: Inline[][]): Section | null {
  const { on, until, rungs } = at.input;
  const found = lapses(at.subjects, on, { since: on, until }, rungs);
  if (found.length === 0) return null;
  const count = () =>
    citeCount(
      at,
      {
        what: `${until} 前到期的称号`,
        unit: '项',
        value: found.length,
        on,
        of: at.subjects.length,
        from: 'titles',
      },
      both(`${number(found.length)}个`, number(found.length)),
    );
  const states = found.map(({ firm, held }) => at.input.review(firm, ladderTitle(held.title, rungs)));
  const short = states.filter((state) => state === 'unmet').length;
  const base = counted(at, {
    what: '按复核标准预审的企业',
    value: states.filter((state) => state !== null).length,
    on,
    of: found.length,
    from: 'items',
  });
  const sentence = (): Inline[] => [
    said(both(`${until} 前有`, `By ${until} `)),
    count(),
    said(both('称号到期且没有后续登记', ' titles lapse with no later entry')),
    ...(short === 0
      ? []
      : [
          said(both('，其中按复核标准预审，', '; by the standard of reviews ')),
          citeJudged(
            at,
            base,
            {
              value: short,
              what: both('复核预审有不符合的条件', 'a criterion of the review is unmet'),
              method: both('按复核标准预审', 'pre-check as a review'),
            },
            both(`${number(short)}个`, number(short)),
          ),
          said(both('有不符合的条件', ' have a criterion unmet')),
        ]),
    said(both('。', '. ')),
  ];
  summary.push(sentence());
  return sectionOf(
    'lapse',
    both('五、即将到期', '5. About to lapse'),
    both(
      '先到期的在前；复核预审按当日适用的规则。',
      'Soonest first; the review is checked by the rules in force on the day.',
    ),
    [
      { type: 'paragraph', tone: 'plain', inlines: sentence() },
      {
        type: 'table',
        dense: true,
        columns: [
          { title: both('企业', 'Firm'), align: 'start', width: 26 },
          { title: both('称号', 'Title'), align: 'start', width: 18 },
          { title: both('有效期止', 'Last day'), align: 'start', width: 15 },
          { title: both('还有', 'Days left'), align: 'end', width: 10 },
          { title: both('复核预审', 'Review, pre-check'), align: 'start', width: 31 },
        ],
        rows: found.slice(0, LAPSING).map(({ firm, held, to, days }): Row => {
          const facts = factsOf(at, firm);
          const verdict = at.input.judge(at.subjects[firm]!, ladderTitle(held.title, rungs), 'review');
          const book = verdict === null ? undefined : at.input.rulebooks.get(verdict.rulebook.id);
          const figure = facts.title(held);
          const unmet = verdict === null ? [] : blocking(verdict);
          return {
            cells: [
              firmCell(at, firm),
              [said(held.title)],
              [figure === null ? said(to) : at.desk.cite(to, figure)],
              [said(both(`${days} 天`, `${days} days`), days <= 60 ? 'bad' : days <= 120 ? 'warn' : 'plain')],
              verdict === null
                ? [
                    said(
                      both('没有可据以判断的规则，见末节', 'no rulebook to judge by: see the last section'),
                      'muted',
                    ),
                  ]
                : [
                    stateBadge(verdict.state),
                    ...unmet
                      .slice(0, 2)
                      .flatMap((criterion): Inline[] => [
                        { type: 'break' },
                        said(both(`${criterion.text.zh}：`, `${criterion.text.en}: `), 'muted'),
                        ...(book === undefined
                          ? [said(criterion.actual ?? '—')]
                          : facts.actual(criterion, book, 'bad')),
                      ]),
                  ],
            ],
          };
        }),
      },
      found.length <= LAPSING
        ? null
        : {
            type: 'list',
            columns: 2,
            items: [],
            folded: [
              ...found.slice(LAPSING, LISTED).map(({ firm, held, to }): Inline[] => {
                const figure = factsOf(at, firm).title(held);
                return [
                  said(`${at.subjects[firm]!.name} · ${held.title} · `),
                  figure === null ? said(to) : at.desk.cite(to, figure),
                ];
              }),
              ...unnamed(found.length),
            ],
          },
    ],
  );
}

function movementSection(at: LadderDesk, summary: Inline[][]): Section | null {
  const { on, since, rungs } = at.input;
  const moved = movement(at.subjects, since, on, rungs);
  if (moved.firms === 0) return null;
  const all = { on, of: moved.firms, from: 'titles' } as const;
  const cite = (what: string, value: number, words?: Bilingual) =>
    citeCount(at, { ...all, what: `${what}（${since} 至 ${on}）`, value }, words);
  const sentence = (): Inline[] => [
    said(both(`与 ${since} 相比，`, `Since ${since} `)),
    cite(
      '升到更高一层的企业',
      moved.rose.length,
      both(`${number(moved.rose.length)}家`, `${number(moved.rose.length)} firms`),
    ),
    said(both('企业的最高称号上升，', ' rose, ')),
    cite(
      '降到较低一层的企业',
      moved.fell.length,
      both(`${number(moved.fell.length)}家`, number(moved.fell.length)),
    ),
    said(both('下降（称号到期未续）。', ' fell (a title lapsed). ')),
  ];
  summary.push(sentence());
  const none = both('没有称号', 'none');
  const level = (i: number) => (i === 0 ? none : short(rungs[i - 1]!.name));
  return sectionOf(
    'movement',
    both('六、一年来的变化', '6. Movement'),
    both('按现有登记的有效期推算两日的状态。', 'By the days of validity as they are registered now.'),
    [
      { type: 'paragraph', tone: 'plain', inlines: sentence() },
      {
        type: 'table',
        title: both('各层的进出', 'In and out of each rung'),
        dense: true,
        columns: [
          { title: both('层级', 'Rung'), align: 'start', width: 36 },
          { title: both('原有', 'Before'), align: 'end', width: 16 },
          { title: both('新获', 'Gained'), align: 'end', width: 16 },
          { title: both('失去', 'Lost'), align: 'end', width: 16 },
          { title: both('现有', 'After'), align: 'end', width: 16 },
        ],
        rows: moved.rungs
          .map(
            ({ before, after, gained, lost }, r): Row => ({
              cells: [
                [said(rungs[r]!.name)],
                [cite(`${rungs[r]!.name.zh}原有`, before)],
                [cite(`${rungs[r]!.name.zh}新获`, gained.length)],
                [cite(`${rungs[r]!.name.zh}失去`, lost.length)],
                [cite(`${rungs[r]!.name.zh}现有`, after)],
              ],
            }),
          )
          .reverse(),
      },
      {
        type: 'table',
        title: both('最高称号：从（行）到（列）', 'Highest title: from (row) to (column)'),
        dense: true,
        columns: [
          { title: both(since, since), align: 'start', width: 24 },
          ...moved.flows.map((_, i) => ({ title: level(i), align: 'end' as const, width: 15 })),
        ],
        rows: moved.flows.map(
          (row, i): Row => ({
            cells: [
              [said(level(i))],
              ...row.map((value, j): Inline[] =>
                value === 0
                  ? [said('—', 'muted')]
                  : [cite(`最高称号由${level(i).zh}到${level(j).zh}`, value)],
              ),
            ],
          }),
        ),
      },
      moved.fell.length === 0
        ? null
        : {
            type: 'list',
            columns: 2,
            items: moved.fell.slice(0, 10).map((firm) => fallen(at, firm, since)),
            folded: [
              ...moved.fell.slice(10, LISTED).map((firm) => fallen(at, firm, since)),
              ...unnamed(moved.fell.length),
            ],
          },
    ],
  );
}

/** That a list has more than are named. */
function unnamed(of: number): Inline[][] {
  if (of <= LISTED) return [];
  return [
    [
      said(
        both(`另有 ${number(of - LISTED)} 项未列名`, `${number(of - LISTED)} more are not named`),
        'muted',
      ),
    ],
  ];
}

/** A firm that fell, with the title that ran out. */
function fallen(at: LadderDesk, firm: number, since: string): Inline[] {
  const subject = at.subjects[firm]!;
  const gone = (subject.titles ?? [])
    .filter(({ to }) => to !== null && to >= since && to < at.input.on)
    .sort((a, b) => (a.to! < b.to! ? 1 : -1))[0];
  if (gone === undefined) return [said(subject.name)];
  const figure = factsOf(at, firm).title(gone);
  return [
    said(`${subject.name} · ${gone.title} `),
    figure === null ? said(gone.to!) : at.desk.cite(both(`${gone.to} 到期`, `lapsed ${gone.to}`), figure),
  ];
}

/** Promises of pages about these titles, the latest figure of the same scope, and what the registers count. */
function targetSection(at: LadderDesk, summary: Inline[][]): Section | null {
  const { input, desk } = at;
  const documents = input.documents ?? [];
  if (documents.length === 0) return null;
  const lexicon = input.across ?? acrossLexicon({});
  const shared = { lexicon, duplicates: nearDuplicates([...documents]) };
  const stated = statedTargets(documents, shared).filter(
    ({ type, unit, indicator }) =>
      type === 'numeric' && unit === '家' && rungOfIndicator(indicator, input.rungs) !== null,
  );
  if (stated.length === 0) return null;
  const progress = targetProgress(stated, consolidate(documents, shared), input.on, lexicon);
  const rows = progress.map((one): Row => {
    const rung = rungOfIndicator(one.target.indicator, input.rungs)!;
    const own = ownArea(at, one);
    const now = holders(at, rung, input.on);
    const state = STATES[one.state];
    const reached = one.target.value !== null && now.value >= one.target.value;
    return {
      cells: [
        [
          desk.notebook.cite(one.target.textSpan, one.target.citations),
          { type: 'break' },
          said(
            both(
              `${regionOf(one)} · ${period(one.target.deadline).zh}`,
              `${regionOf(one) === '全国' ? 'the nation' : regionOf(one)} · ${period(one.target.deadline).en}`,
            ),
            'muted',
          ),
        ],
        one.observed === null
          ? [said('—', 'muted')]
          : [
              desk.notebook.cite(one.observed.statement.textSpan, one.observed.statement.mentions),
              { type: 'break' },
              said(period(one.observed.fact.period), 'muted'),
            ],
        [badge(state, state.tone)],
        [
          desk.cite(both(`${number(now.value)}家`, `${number(now.value)} firms`), now),
          { type: 'break' },
          own
            ? said(
                reached
                  ? both('已达到目标', 'reaches the target')
                  : both(
                      `比目标少 ${number(one.target.value! - now.value)} 家`,
                      `${number(one.target.value! - now.value)} short of the target`,
                    ),
                reached ? 'good' : 'warn',
              )
            : said(both('口径不同，不相比', 'another scope: not compared'), 'muted'),
        ],
      ],
    };
  });
  const first = progress.findLast(({ observed }) => observed !== null);
  if (first?.observed != null)
    summary.push([
      said(both('页面上的目标：', 'Targets on pages: ')),
      desk.notebook.cite(first.target.textSpan, first.target.citations),
      said(both('，最新公布', '; latest figure ')),
      desk.notebook.cite(first.observed.statement.textSpan, first.observed.statement.mentions),
      said(both(`，${STATES[first.state].zh}。`, `: ${STATES[first.state].en}. `)),
    ]);
  return sectionOf(
    'targets',
    both('七、目标与家数', '7. Targets and counts'),
    both(
      '目标和最新公布数取自读过的页面；名录家数只与同一地区的目标相比。',
      'Targets and latest figures are from the pages read; counts of the registers are compared with targets of the same area only.',
    ),
    [
      {
        type: 'table',
        dense: false,
        columns: [
          { title: both('目标', 'Target'), align: 'start', width: 40 },
          { title: both('最新公布数', 'Latest figure'), align: 'start', width: 24 },
          { title: both('状态', 'State'), align: 'start', width: 12 },
          {
            title: both(`${input.area.name}名录家数`, `Count of ${input.area.name}`),
            align: 'start',
            width: 24,
          },
        ],
        rows,
      },
    ],
  );
}

function regionOf({ target }: TargetProgress): string {
  return target.key.region === '' ? '全国' : target.key.region;
}

function ownArea(at: LadderDesk, one: TargetProgress): boolean {
  return at.desk.sameArea({ code: null, name: regionOf(one) }, { code: null, name: at.input.area.name });
}

function methodSection(at: LadderDesk): Section | null {
  const { rulebooks, notes, on } = at.input;
  const items: Inline[][] = [
    [said(PRE_CHECK)],
    [
      said(
        both(
          `五种状态：符合、不符合、缺数据、待人工核、不适用。缺的数据和须由人判断的事项从不当作符合；平台得分只用官方结果。上年指 ${Number(on.slice(0, 4)) - 1} 年。`,
          `Five states: met, not met, data missing, for a person to judge, not applicable. What is missing or for a person to say never counts as met; platform scores are official ones only. The last year is ${Number(on.slice(0, 4)) - 1}.`,
        ),
      ),
    ],
    [
      said(
        both(
          '每家企业只按其最高称号的上一层预审；同一层有两种称号的（创新型、科技型），取差距较小的一种。',
          'Each firm is checked for the rung above its highest title; where a rung has two titles (创新型, 科技型) the nearer one counts.',
        ),
      ),
    ],
    ...notes().map((note): Inline[] => [said(note, 'warn')]),
  ];
  return sectionOf('method', both('八、方法与规则', '8. Methods and rulebooks'), null, [
    { type: 'list', columns: 1, items, folded: [] },
    rulebooks.size === 0 ? null : rulebookTable([...rulebooks.values()], at.today),
  ]);
}
