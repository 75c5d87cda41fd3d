/**
 * The brief of a task to be solved (揭榜挂帅): what is asked, who could do it and why, a shortlist, the gap where nobody
 * fits, how far it has come and what falls due.
 */
import {
  type Candidate,
  type CandidateList,
  type Challenge,
  type ChallengeIndicator,
  type ChallengeRules,
  type ChallengeState,
  type Entry,
  type EntryStep,
  FIELD_NAMES,
  type FitTerm,
  type FitWeights,
  indicatorsOf,
  type Provider,
  STATE_NAMES,
  stateOf,
  testDue,
} from '../match/index.js';
import type { Area, Bilingual, Figure } from '../model/index.js';
import type { Block, BriefDocument, Cited, Column, Inline, Row, Section } from './brief-document.js';
import { paragraph, pictures, section } from './chain-parts.js';
import { type ChainFile, rowFigure } from './chain-sources.js';
import { both, said } from './desk.js';
import { FigureDesk, type Material } from './figure-desk.js';
import type { BriefOptions } from './monthly.js';
import { tableSources } from './table-sources.js';
import { GENRES } from './wording.js';

/** A firm with the row that speaks of it. */
export interface OfferedFirm {
  provider: Provider;
  file: ChainFile;
  row: number;
}

export interface ChallengeLife {
  state: ChallengeState;
  /** Steps of the task itself. */
  steps: readonly EntryStep[];
  entries: readonly Entry[];
  /** Null where no rules fit its kind and day. */
  rules: ChallengeRules | null;
}

export interface ChallengeInput extends Pick<Material, 'lexicon' | 'rules' | 'titles' | 'synthetic'> {
  challenge: Challenge;
  /** Where the task stands. */
  file: ChainFile;
  row: number;
  firms: readonly OfferedFirm[];
  /** How many firms were looked at. */
  looked: number;
  list: CandidateList;
  weights: FitWeights;
  /** Places in the list of candidates. */
  shortlist: readonly number[];
  places: number;
  /** What the rules say of a candidate, where the task asks. */
  qualifications: readonly (readonly Bilingual[])[];
  life: ChallengeLife;
  /** What there is to know of how the candidates were found. */
  notes: readonly Bilingual[];
}

interface ChallengeDesk {
  desk: FigureDesk;
  input: ChallengeInput;
  area: Area;
  today: string;
}

/** Firms that are drawn. */
const DRAWN = 10;

const TERMS: readonly { term: FitTerm; name: Bilingual }[] = [
  { term: 'text', name: both('文字', 'texts') },
  { term: 'industry', name: both('行业', 'industry') },
  { term: 'record', name: both('记录', 'record') },
  { term: 'titles', name: both('称号', 'titles') },
  { term: 'area', name: both('地区', 'area') },
];

export function challengeBrief(input: ChallengeInput, options: BriefOptions): BriefDocument {
  const area: Area = { code: null, name: input.challenge.publisher || input.challenge.title };
  const desk = new FigureDesk({ ...input, figures: [], area });
  const at: ChallengeDesk = { desk, input, area, today: options.today };
  const summary: Inline[][] = [];
  const sections = [
    taskSection(at, summary),
    gapSection(at, summary),
    candidatesSection(at, summary),
    shortlistSection(at, summary),
    lifeSection(at, summary),
    methodSection(at),
  ]
    .filter((one): one is Section => one !== null)
    .map((one, i) => ({
      ...one,
      title: both(`${'一二三四五六'[i]}、${one.title.zh}`, `${i + 1}. ${one.title.en}`),
    }));
  const unwritten = desk.unwrittenSection();
  if (unwritten !== null) sections.push(unwritten);
  const { footnotes, appendix } = desk.notebook.number(summary, sections);
  const sources = desk.sources(options.today);
  const { id, title } = input.challenge;
  return {
    schema: 'ballast.brief/1',
    lang: options.lang,
    title:
      options.title ??
      (options.lang === 'zh' ? `${id} ${title}：谁能揭榜` : `${id} ${title}: who could solve it`),
    genre: GENRES.challenge,
    synthetic: desk.synthetic,
    today: options.today,
    masthead: [
      said(both(`截至 ${options.today}`, `As of ${options.today}`)),
      said(both(` · ${STATE_NAMES[input.life.state].zh}`, ` · ${STATE_NAMES[input.life.state].en}`)),
      said(both(` · 来源 ${sources.length} 份`, ` · sources: ${sources.length}`)),
    ],
    summary,
    sections: sources.length === 0 ? sections : [...sections, tableSources(sources, options.today)],
    sources,
    footnotes,
    appendix,
  };
}

const start = (zh: string, en: string, width: number): Column => ({
  title: both(zh, en),
  align: 'start',
  width,
});
const end = (zh: string, en: string, width: number): Column => ({ title: both(zh, en), align: 'end', width });

/** A number of the row of the task. */
function taskFigure(
  { desk, input, area }: ChallengeDesk,
  indicator: string,
  value: number,
  unit: string,
  column: string,
  quote: string,
): Figure {
  return desk.take(
    rowFigure(input.file, area, null, { indicator, value, unit, row: input.row, column, quote }),
  );
}

function targetOf(at: ChallengeDesk, { name, comparison, target, unit }: ChallengeIndicator): Cited {
  const words = `${comparison} ${target}${unit === '' ? '' : ` ${unit}`}`;
  return at.desk.cite(words, taskFigure(at, name, target, unit, '指标', `${name}${words}`));
}

function taskSection(at: ChallengeDesk, summary: Inline[][]): Section | null {
  const { challenge } = at.input;
  const { field, direction, publisher, budget, applyUntil, published, need, indicators } = challenge;
  const money = (): Cited | null =>
    budget === null
      ? null
      : at.desk.cite(`${budget} 万元`, taskFigure(at, '预算', budget, '万元', '预算(万元)', String(budget)));
  const withMoney = (before: Bilingual): Inline[] => {
    const cited = money();
    return cited === null ? [] : [said(before), cited];
  };
  const told: Inline[] = [
    said(both('领域：', 'Field: ')),
    said(field || '—'),
    said(both('；方向：', '; direction: ')),
    said(direction || '—'),
    said(both('；发榜单位：', '; publisher: ')),
    said(publisher || '—'),
    ...withMoney(both('；预算 ', '; budget ')),
    ...(published === null ? [] : [said(both(`；发榜 ${published}`, `; published ${published}`))]),
    ...(applyUntil === null
      ? []
      : [said(both(`；申报截止 ${applyUntil}`, `; applications until ${applyUntil}`))]),
    said(both('。', '.')),
  ];
  summary.push([
    said(challenge.title, 'strong'),
    said(both(`：${indicators.length} 项指标`, `: ${indicators.length} indicators`)),
    ...withMoney(both('，预算 ', ', budget ')),
    said(both('。', '.')),
  ]);
  const table: Block | null =
    indicators.length === 0
      ? null
      : {
          type: 'table',
          title: both('指标', 'Indicators'),
          dense: false,
          columns: [
            end('序号', 'No.', 7),
            start('指标', 'Indicator', 30),
            start('目标', 'Target', 24),
            start('怎样测', 'How it is tested', 39),
          ],
          rows: indicators.map(
            (one): Row => ({
              cells: [
                [said(String(one.number))],
                [said(one.name)],
                [targetOf(at, one)],
                [
                  said(
                    one.testMethod === '' ? both('未写明', 'not stated') : one.testMethod,
                    one.testMethod === '' ? 'warn' : 'plain',
                  ),
                ],
              ],
            }),
          ),
        };
  if (table === null)
    at.desk.write(both('指标', 'Indicators'), () => {
      at.desk.missing(both('任务没有列出可检验的指标', 'the task lists no indicator that can be tested'));
      return null;
    });
  return section('task', both('任务', 'The task'), null, [
    paragraph([told]),
    need === '' ? null : paragraph([[said(need)]]),
    table,
  ]);
}

function gapSection({ input }: ChallengeDesk, summary: Inline[][]): Section | null {
  const { gap } = input.list;
  if (gap === null) return null;
  summary.push([said(both('缺口：', 'A gap: '), 'bad'), said(gap.reason)]);
  return section('gap', both('缺口', 'The gap'), null, [
    { type: 'paragraph', tone: 'warn', inlines: [said(gap.reason)] },
    gap.absent.length === 0
      ? null
      : paragraph([
          [
            said(
              both(
                `所看的企业中谁也没有写到的词：${gap.absent.slice(0, 24).join('、')}。`,
                `Words of the need that no firm has: ${gap.absent.slice(0, 24).join(', ')}.`,
              ),
            ),
          ],
        ]),
  ]);
}

/** The row of a firm: what it makes. */
function firmFigure({ desk, input, area }: ChallengeDesk, at: number): Figure {
  const { provider, file, row } = input.firms[at]!;
  const words = provider.products || provider.capabilities || provider.name;
  return desk.take(
    rowFigure(file, area, null, {
      indicator: provider.products ? '主要产品' : provider.capabilities ? '技术能力' : '企业名称',
      value: words.split(/[、，；]/u).length,
      unit: '项',
      row,
      column: provider.products ? '主要产品' : provider.capabilities ? '技术能力' : '企业名称',
      quote: words,
      group: provider.name,
    }),
  );
}

function points(at: ChallengeDesk, one: Candidate, term: FitTerm): Figure {
  const found = one.terms.find((other) => other.term === term)!;
  const name = TERMS.find((other) => other.term === term)!.name;
  const own = firmFigure(at, one.provider);
  const support =
    term === 'text'
      ? both('', '')
      : both(` × 支撑度 ${one.support.toFixed(3)}`, ` × support ${one.support.toFixed(3)}`);
  return at.desk.compute(
    own,
    {
      kind: 'index',
      indicator: `${name.zh}得分`,
      value: 100 * found.points,
      unit: '分',
      group: at.input.firms[one.provider]!.provider.name,
    },
    both(
      `100 × 权重 ${found.weight.toFixed(3)} × ${found.value.toFixed(3)}${support.zh}`,
      `100 × weight ${found.weight.toFixed(3)} × ${found.value.toFixed(3)}${support.en}`,
    ),
    found.reason,
    [own],
  );
}

function scoreOf(at: ChallengeDesk, one: Candidate): Cited {
  const parts = TERMS.map(({ term }) => points(at, one, term));
  const own = firmFigure(at, one.provider);
  const figure = at.desk.compute(
    own,
    {
      kind: 'index',
      indicator: '得分',
      value: 100 * one.score,
      unit: '分',
      group: at.input.firms[one.provider]!.provider.name,
    },
    both('文字 + 行业 + 记录 + 称号 + 地区', 'texts + industry + record + titles + area'),
    both('各项得分之和，满分 100', 'the sum of the terms, 100 at most'),
    parts,
  );
  return at.desk.cite((100 * one.score).toFixed(1), figure, 'strong');
}

function candidatesSection(at: ChallengeDesk, summary: Inline[][]): Section | null {
  const { desk, input } = at;
  const { candidates, filtered } = input.list;
  const title = both('候选企业', 'Candidates');
  if (candidates.length === 0) {
    desk.write(title, () => {
      desk.missing(
        both(
          '没有企业的文字与需求有相同的词，或全部被筛除',
          'no firm whose texts share a word with the need, or all were left out',
        ),
      );
      return null;
    });
    return null;
  }
  const [best] = candidates;
  const name = (one: Candidate) => input.firms[one.provider]!.provider.name;
  summary.push([
    said(both(`看了 ${input.looked} 家企业，最合适的是 `, `Of ${input.looked} firms the best fit is `)),
    said(name(best!), 'strong'),
    said(both('（', ' (')),
    scoreOf(at, best!),
    said(both(' 分）', ' points)')),
    ...(input.list.gap === null ? [] : [said(both('，但也不够', ', and it is not enough'))]),
    said(both('。', '.')),
  ]);
  const drawn = candidates.slice(0, DRAWN);
  const figures = drawn.map((one) => TERMS.map(({ term }) => points(at, one, term)));
  return section(
    'candidates',
    title,
    both(
      '得分由五项相加，每项写明理由；文字以外的四项按文字对需求的支撑程度折算。',
      'A score is the sum of five terms, each with its reason; those beside the texts count in proportion to how far the texts answer the need.',
    ),
    [
      pictures([
        {
          kind: 'stacks',
          id: 'candidates',
          title: both('候选企业的得分由什么组成', 'What the scores of candidates are made of'),
          detail: both('分，满分 100', 'points, 100 at most'),
          source: desk.sourceLine(figures.flat()),
          unit: both('分', 'points'),
          scale: 'terms',
          parts: TERMS.map(({ name: one }) => one),
          rows: drawn.map((one, r) => ({
            name: name(one),
            values: TERMS.map((_, i) => ({
              value: figures[r]![i]!.value,
              figure: desk.cite(figures[r]![i]!.value.toFixed(1), figures[r]![i]!),
            })),
          })),
        },
      ]),
      {
        type: 'table',
        title: both('逐项理由', 'Reasons, term by term'),
        dense: true,
        columns: [
          end('位次', 'Rank', 6),
          start('企业', 'Firm', 27),
          end('得分', 'Score', 8),
          start('理由', 'Reasons', 59),
        ],
        rows: candidates.map(
          (one, rank): Row => ({
            cells: [
              [said(String(rank + 1))],
              [said(name(one))],
              [scoreOf(at, one)],
              reasonsOf(one, input.qualifications[rank] ?? []),
            ],
          }),
        ),
      },
      filtered.length === 0
        ? null
        : paragraph([
            [
              said(
                both(
                  `得分够而被筛除的：${filtered.map(({ reason, count }) => `${reason.zh} ${count} 家`).join('，')}。`,
                  `Left out though their scores would do: ${filtered.map(({ reason, count }) => `${reason.en} ${count}`).join(', ')}.`,
                ),
              ),
            ],
          ]),
    ],
  );
}

function reasonsOf({ terms, words }: Candidate, rules: readonly Bilingual[]): Inline[] {
  const inlines: Inline[] = [];
  for (const { points: got, reason } of terms) {
    if (got === 0) continue;
    if (inlines.length > 0) inlines.push(said(both('；', '; ')));
    inlines.push(said(reason));
  }
  const fields = [...new Set(words.slice(0, 5).flatMap((one) => one.fields))].map(
    (field) => FIELD_NAMES[field]!,
  );
  if (fields.length > 0)
    inlines.push(
      said(
        both(
          `（见于${fields.map(({ zh }) => zh).join('、')}）`,
          ` (in ${fields.map(({ en }) => en).join(', ')})`,
        ),
        'muted',
      ),
    );
  for (const rule of rules) inlines.push({ type: 'break' }, said(rule, 'muted'));
  return inlines;
}

function shortlistSection(at: ChallengeDesk, summary: Inline[][]): Section | null {
  const { input } = at;
  if (input.shortlist.length === 0 || input.list.gap !== null) return null;
  const chosen = input.shortlist.map((place) => input.list.candidates[place]!);
  const firm = (one: Candidate) => input.firms[one.provider]!.provider;
  summary.push([
    said(both(`建议入围 ${chosen.length} 家：`, `Proposed for the shortlist, ${chosen.length}: `)),
    said(chosen.map((one) => firm(one).name).join('、')),
    said(both('。', '.')),
  ]);
  const grouped = chosen.some((one) => firm(one).group !== null);
  return section(
    'shortlist',
    both('建议入围名单', 'Proposed shortlist'),
    both(
      `名额 ${input.places} 家，同一集团至多一家，已满额的企业不列；得分之和最大。名单供评审参考，不代替评审。`,
      `${input.places} places, one firm of a group at most, none that is full; the largest sum of scores. For the panel to consider, not in its place.`,
    ),
    [
      {
        type: 'table',
        dense: true,
        columns: [
          start('企业', 'Firm', 28),
          end('得分', 'Score', 12),
          start('称号', 'Titles', grouped ? 42 : 60),
          ...(grouped ? [start('集团', 'Group', 18)] : []),
        ],
        rows: chosen.map(
          (one): Row => ({
            cells: [
              [said(firm(one).name)],
              [scoreOf(at, one)],
              [said(firm(one).titles.join('、') || '—', 'muted')],
              ...(grouped ? [[said(firm(one).group ?? '—', 'muted')]] : []),
            ],
          }),
        ),
      },
    ],
  );
}

function lifeSection(at: ChallengeDesk, summary: Inline[][]): Section | null {
  const { challenge, life } = at.input;
  const { entries, rules, steps } = life;
  const title = both('进展与期限', 'How far it has come, and what falls due');
  const dueWords = (day: string, zh: string, en: string): Inline[] => [
    said(both(`${zh} ${day}`.trim(), `${en} ${day}`.trim())),
    ...(day < at.today ? [said(both('（已过）', ' (past)'), 'bad')] : []),
  ];
  const blocks: (Block | null)[] = [];
  if (challenge.applyUntil !== null)
    blocks.push(
      paragraph([
        [...dueWords(challenge.applyUntil, '申报截止', 'Applications until'), said(both('。', '.'))],
      ]),
    );
  if (entries.length === 0) {
    blocks.push(paragraph([[said(both('还没有申报单位。', 'Nobody has applied so far.'))]]));
  } else {
    summary.push([
      said(both(`申报单位 ${entries.length} 家：`, `${entries.length} applied: `)),
      said(
        both(
          entries.map((entry) => `${entry.lead}（${STATE_NAMES[stateOf(entry)].zh}）`).join('、'),
          entries.map((entry) => `${entry.lead} (${STATE_NAMES[stateOf(entry)].en})`).join(', '),
        ),
      ),
      said(both('。', '.')),
    ]);
    blocks.push({
      type: 'table',
      title: both('申报单位', 'Applications'),
      dense: true,
      columns: [
        start('牵头单位', 'Lead', 25),
        start('联合单位', 'Partners', 13),
        start('到了哪一步', 'Stage', 22),
        start('须测评于', 'To be tested by', 15),
        start('指标实测', 'Measured', 25),
      ],
      rows: entries.map((entry): Row => {
        const state = stateOf(entry);
        const over = state === 'won' || state === 'finished' || state === 'terminated' || state === 'tested';
        const due = rules === null || over ? null : testDue(entry, rules);
        const measured = indicatorsOf(challenge, entry).filter((one) => one.measured !== null);
        return {
          cells: [
            [said(entry.lead)],
            [said(entry.partners.join('、') || '—', 'muted')],
            [said(STATE_NAMES[state]), said(` ${entry.steps.at(-1)?.on ?? ''}`, 'muted')],
            due === null ? [said('—', 'muted')] : dueWords(due, '', ''),
            measured.length === 0
              ? [said('—', 'muted')]
              : measured.flatMap(({ indicator, measured: value, state: one }, i): Inline[] => [
                  ...(i === 0 ? [] : [said(both('；', '; '))]),
                  said(`${indicator.name} ${value} ${indicator.unit} `),
                  said(
                    one === 'met' ? both('达到', 'reached') : both('未达到', 'not reached'),
                    one === 'met' ? 'good' : 'bad',
                  ),
                ]),
          ],
        };
      }),
    });
  }
  const all = [
    ...steps.map((step) => ({ who: challenge.publisher, step })),
    ...entries.flatMap(({ lead, steps: own }) => own.map((step) => ({ who: lead, step }))),
  ].sort((a, b) => (a.step.on < b.step.on ? -1 : a.step.on > b.step.on ? 1 : 0));
  if (all.length > 0)
    blocks.push({
      type: 'table',
      title: both('历次进展', 'Steps so far'),
      dense: true,
      columns: [
        start('日期', 'Day', 13),
        start('单位', 'Who', 27),
        start('进展', 'Step', 14),
        start('经办', 'By', 24),
        start('证据', 'Evidence', 22),
      ],
      rows: all.map(
        ({ who, step }): Row => ({
          cells: [
            [said(step.on)],
            [said(who)],
            [said(STATE_NAMES[step.to])],
            [said(step.by, 'muted')],
            [said(step.evidence ?? both('没有', 'none'), step.evidence === null ? 'warn' : 'muted')],
          ],
        }),
      ),
    });
  if (rules !== null) blocks.push(paragraph([[said(rulesWords(rules), 'muted')]]));
  return section('life', title, null, blocks);
}

function rulesWords({ document, mostPartners, mostShortlisted, mostMonths }: ChallengeRules): Bilingual {
  const zh = [
    mostPartners === null ? '' : `联合单位至多 ${mostPartners} 家`,
    mostShortlisted === null ? '' : `一个方向入围至多 ${mostShortlisted} 家`,
    mostMonths === null ? '' : `入围后至多 ${mostMonths} 个月测评`,
  ].filter((text) => text !== '');
  const en = [
    mostPartners === null ? '' : `${mostPartners} partners at most`,
    mostShortlisted === null ? '' : `${mostShortlisted} shortlisted for a direction at most`,
    mostMonths === null ? '' : `tested within ${mostMonths} months of the shortlist`,
  ].filter((text) => text !== '');
  return both(
    `所依规则：${document}${zh.length > 0 ? `（${zh.join('，')}）` : ''}。`,
    `Rules: ${document}${en.length > 0 ? ` (${en.join(', ')})` : ''}.`,
  );
}

function methodSection({ input }: ChallengeDesk): Section | null {
  const weights = TERMS.map(({ term, name }) => ({ name, weight: input.weights[term] })).filter(
    ({ weight }) => weight > 0,
  );
  const lines: Inline[][] = [
    [
      said(
        both(
          `权重：${weights.map(({ name, weight }) => `${name.zh} ${weight}`).join('、')}，按其和折算。`,
          `Weights: ${weights.map(({ name, weight }) => `${name.en} ${weight}`).join(', ')}, divided by their sum.`,
        ),
      ),
    ],
    [
      said(
        both(
          '文字：需求与企业的产品、能力、专利、名称按相邻两字比对（BM25F，Robertson 与 Zaragoza 2009），得分占需求全部词的份额。',
          'Texts: pairs of characters of the need against products, capabilities, patents and name of a firm (BM25F, Robertson and Zaragoza 2009), as a share of all words of the need.',
        ),
      ),
    ],
    [
      said(
        both(
          '这里看到的只是表里写了的；没写的能力看不到。名单是线索，须由人核实。',
          'Only what the tables say was seen; abilities that are not written down are not. The list is a lead, for people to check.',
        ),
      ),
    ],
    ...input.notes.map((note) => [said(note)]),
  ];
  return section('method', both('怎样算的', 'How it was worked out'), null, [
    { type: 'list', items: lines, columns: 1, folded: [] },
  ]);
}
