/** The short list: product space, quadrant of fit and gain, table, and the reasons one by one. */
import {
  entryRateAt,
  FORESIGHT_DEFINITIONS,
  type Recommendation,
  type RecommendationTerm,
  spaceLayout,
} from '../foresee/index.js';
import type { Definition } from '../model/index.js';
import type { Block, Column, Inline, QuadrantPicture, Row, Section, SpacePicture } from './brief-document.js';
import { listed, paragraph, pictures, section } from './chain-parts.js';
import { badge, both, said } from './desk.js';
import { advantageOf, carriers, type LayoutDesk, measure, percent, rowOf, TERMS } from './layout-parts.js';

/** Largest of what the region has that are written out in the picture. */
const NAMED = 14;
/** More activities make dots that nobody can tell apart. */
const PLACED = 900;

const SCORE: Definition = {
  name: both('布局得分', 'score of the list'),
  definition: both(
    '各项在该地区候选行业中的位次（0 到 1）按权重的平均',
    "the mean by weights of each term's place, 0 to 1, among the candidates of the region",
  ),
  formula: 'Σ w_t · place_t / Σ w_t',
  unit: '1',
  source: 'Ballast',
};

/** Columns whose heads are long words. */
const WIDE: Partial<Record<RecommendationTerm, number>> = { neighbours: 11, differentiation: 14 };

const PAST: Definition = {
  name: both('往年进入率', 'past rate of entry'),
  definition: both(
    '往年契合位次相近的候选行业，若干年后成为该地区优势行业的比例',
    'of candidates of past years with about such a fit, the share that the region had some years later',
  ),
  formula: 'entries / candidates',
  unit: '%',
  source: 'Ballast',
};

export function standingSection(at: LayoutDesk, summary: Inline[][]): Section | null {
  const { input, region } = at;
  const { result, table } = input;
  const has = held(at);
  const strongest = [...has].sort((a, b) => at.advantage[b]! - at.advantage[a]!).slice(0, 5);
  // A number that stands in several places is cited in each: a place has its own way back from the note.
  const diversity = () =>
    measure(at, {
      definition: FORESIGHT_DEFINITIONS.diversity,
      value: has.length,
      words: String(has.length),
      rows: strongest.slice(0, 3).map((p) => table.activities[p]!),
    });
  const ranked = rankOf(result.complexity.eci, region);
  const year = input.year === null ? both('', '') : both(`${input.year} 年，`, `In ${input.year} `);
  const first = (): Inline[] => [
    said(
      both(
        `${year.zh}${input.region}在表中 ${table.activities.length} 个行业里有 `,
        `${year.en}${input.region} has an advantage in `,
      ),
    ),
    diversity(),
    said(
      both(
        ` 个具有优势（区位商达到 ${result.profile.conventions.threshold}），最强的是`,
        ` of the ${table.activities.length} activities of the table (location quotient of ${result.profile.conventions.threshold} or more); the strongest are `,
      ),
    ),
    ...listed(
      strongest.map((p) => [
        said(table.activities[p]!),
        said(both('（', ' (')),
        advantageOf(at, table.activities[p]!),
        said(both('）', ')')),
      ]),
    ),
    said(both('。', '. ')),
  ];
  const second = (): Inline[] | null =>
    ranked === null
      ? null
      : [
          said(both('经济复杂度', 'Its economic complexity is ')),
          measure(at, {
            definition: FORESIGHT_DEFINITIONS.eci,
            value: result.complexity.eci[region]!,
            words: result.complexity.eci[region]!.toFixed(2),
            rows: strongest.slice(0, 3).map((p) => table.activities[p]!),
          }),
          said(
            both(
              `，在 ${ranked.of} 个地区中列第 ${ranked.rank}。`,
              `, number ${ranked.rank} of ${ranked.of} areas. `,
            ),
          ),
        ];
  summary.push([...first(), ...(second() ?? [])]);
  const refusals = input.diagnosis.refusals.map(
    (words): Block => ({
      type: 'paragraph',
      tone: 'warn',
      inlines: [
        said(both(`不按复杂度排序：${words.zh}。`, `No ranking by complexity: ${words.en}.`), 'warn'),
      ],
    }),
  );
  return section(
    'standing',
    both('一、现在站在哪里', '1. Where the area stands'),
    both(
      '点是行业，连线的两端常出现在同一地区。靠近已有优势的行业更容易做起来。',
      'Dots are industries; those joined are often found in the same areas. What lies close to what is there is easier to build.',
    ),
    [paragraph([first(), second()]), ...refusals, pictures([spacePicture(at, diversity())])],
  );
}

function spacePicture(at: LayoutDesk, figure: SpacePicture['figure']): SpacePicture | null {
  const { input } = at;
  const { table, result, answer } = input;
  const n = table.activities.length;
  if (result.proximity === null || n > PLACED || n < 4) return null;
  const { x, y, links } = spaceLayout(result.proximity, n);
  const has = new Set(held(at));
  const number = new Map(answer.recommendations.map(({ activity, rank }) => [activity, rank]));
  const large = new Set([...has].sort((a, b) => at.values[b]! - at.values[a]! || a - b).slice(0, NAMED));
  return {
    kind: 'space',
    id: 'product-space',
    title: both('产业空间', 'Product space'),
    detail: both(
      `${input.year === null ? '' : `${input.year} 年，`}全部地区的邻近度；点的大小为${input.region}的${input.valueColumn}`,
      `${input.year === null ? '' : `${input.year}, `}proximity over all areas; size: ${input.valueColumn} of ${input.region}`,
    ),
    source: at.desk.sourceLine([at.desk.take(sourceFigure(at))]),
    nodes: table.activities.map((name, p) => ({
      name,
      x: x[p]!,
      y: y[p]!,
      weight: has.has(p) ? at.values[p]! : 0,
      mark: number.has(name) ? 'listed' : has.has(p) ? 'has' : 'other',
      number: number.get(name) ?? null,
      named: number.has(name) || large.has(p),
    })),
    links,
    figure,
  };
}

export function listSection(at: LayoutDesk, summary: Inline[][]): Section | null {
  const { answer, listTest, exposure } = at.input;
  const list = answer.recommendations;
  const title = both('二、建议布局', '2. What to go for');
  if (list.length === 0) {
    at.desk.write(title, () => {
      at.desk.missing(
        both('候选行业：该地区已有全部可选行业', 'candidates: the area has all that could be listed'),
      );
      return null;
    });
    return null;
  }
  summary.push([
    said(both('建议优先论证：', 'To be looked into first: ')),
    ...listed(list.slice(0, 5).map(({ activity }) => [said(activity, 'strong')])),
    said(both('。', '. ')),
  ]);
  const terms = shownTerms(at);
  const columns: Column[] = [
    { title: both('序', 'No.'), align: 'end', width: 5 },
    { title: both('行业', 'Industry'), align: 'start', width: 30 },
    { title: both('得分', 'Score'), align: 'end', width: 8 },
    ...terms.map((term): Column => ({ title: TERMS[term], align: 'end', width: WIDE[term] ?? 8 })),
    { title: both('现区位商', 'LQ now'), align: 'end', width: 9 },
    ...(listTest === null
      ? []
      : [{ title: both('往年进入率', 'Past entry'), align: 'end' as const, width: 10 }]),
  ];
  const rows = list.map((one): Row => {
    const past = listTest === null ? null : entryRateAt(listTest, one.terms.fit.score);
    return {
      cells: [
        [said(String(one.rank), 'muted')],
        [said(one.activity, 'strong'), ...tagInlines(at, one)],
        [
          measure(at, {
            definition: SCORE,
            value: one.score,
            words: one.score.toFixed(2),
            rows: [one.activity, ...carriers(one)],
          }),
        ],
        ...terms.map((term) => [said(one.terms[term].score?.toFixed(2) ?? '—')]),
        [advantageOf(at, one.activity)],
        ...(listTest === null
          ? []
          : [
              past === null
                ? [said('—')]
                : [
                    measure(at, {
                      definition: PAST,
                      value: 100 * past.rate,
                      words: percent(past.rate),
                      rows: carriers(one),
                      unit: '%',
                    }),
                  ],
            ]),
      ],
    };
  });
  return section(
    'list',
    title,
    both(
      `候选 ${answer.candidates} 个：该地区尚无优势、至少两个地区已有的行业。各项为在候选中的位次，1 最好${exposure === null ? '；没有投入产出表，链上风险未计' : ''}。`,
      `${answer.candidates} candidates: what the area lacks and two others at least have. Terms are places among them, 1 the best${exposure === null ? '; there is no input–output table, so risk does not count' : ''}.`,
    ),
    [
      { type: 'table', title: both('建议清单', 'The list'), dense: true, columns, rows },
      pictures([fitGainPicture(at)]),
    ],
  );
}

function shownTerms({ input }: LayoutDesk): RecommendationTerm[] {
  const { weights, recommendations } = input.answer;
  return (Object.keys(weights) as RecommendationTerm[]).filter(
    (term) => weights[term] > 0 && recommendations.some((one) => one.terms[term].score !== null),
  );
}

function tagInlines({ input }: LayoutDesk, one: Recommendation): Inline[] {
  const seen = new Set<string>();
  return input.tagsOf(one.activity).flatMap(({ kind, name, en }): Inline[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const future = kind === 'future';
    return [
      said(' '),
      badge(
        both(future ? `未来·${name}` : `新兴·${name}`, future ? `future: ${en}` : `emerging: ${en}`),
        future ? 'warn' : 'good',
      ),
    ];
  });
}

/** Density against gain of every candidate; axes cross at their medians. */
function fitGainPicture(at: LayoutDesk): QuadrantPicture | null {
  const { table, result, answer } = at.input;
  const gain = result.opportunityGain;
  if (gain === null) return null;
  const m = table.activities.length;
  const has = new Set(held(at));
  const listedNames = new Map(answer.recommendations.map((one) => [one.activity, one]));
  const candidates = Array.from({ length: m }, (_, p) => p).filter(
    (p) =>
      !has.has(p) &&
      Number.isFinite(result.density![at.region * m + p]!) &&
      Number.isFinite(gain[at.region * m + p]!) &&
      result.presence.ubiquity[p]! >= 1,
  );
  const of = (values: Float64Array, p: number) => values[at.region * m + p]!;
  const centre = {
    x: median(candidates.map((p) => of(result.density!, p))),
    y: median(candidates.map((p) => of(gain, p))),
  };
  return {
    kind: 'quadrant',
    id: 'fit-gain',
    title: both('契合与增益', 'Fit and gain'),
    detail: both(
      '候选行业；十字为中位数，点的大小为全部地区合计，深色为建议',
      'candidates; the cross is at the medians; size: total of all areas; dark: recommended',
    ),
    source: at.desk.sourceLine([at.desk.take(sourceFigure(at))]),
    across: both('关联密度 →', 'density →'),
    up: both('↑ 机会增益', '↑ opportunity gain'),
    centre,
    corner: both('又近又有前途', 'near and promising'),
    points: candidates.map((p) => {
      const name = table.activities[p]!;
      const one = listedNames.get(name);
      return {
        name,
        x: of(result.density!, p),
        y: of(gain, p),
        weight: table.activityTotals[p]!,
        key: one !== undefined,
        figure:
          one === undefined
            ? null
            : measure(at, {
                definition: FORESIGHT_DEFINITIONS.density,
                value: one.density,
                words: one.density.toFixed(3),
                rows: carriers(one),
              }),
      };
    }),
  };
}

export function reasonsSection(at: LayoutDesk): Section | null {
  const { answer, firms, exposure } = at.input;
  const related = (list: Recommendation['standsOn']): Inline[] =>
    listed(
      list.map(({ activity }) => [
        said(activity),
        said(both('（', ' (')),
        advantageOf(at, activity),
        said(both('）', ')')),
      ]),
    );
  const items = answer.recommendations.map((one): Inline[] => {
    const own = firms.get(one.activity);
    const strongest = one.strongestNeighbours[0];
    return [
      said(`${one.rank}. ${one.activity}`, 'strong'),
      said(both('。关联密度 ', '. Density ')),
      measure(at, {
        definition: FORESIGHT_DEFINITIONS.density,
        value: one.density,
        words: one.density.toFixed(3),
        rows: carriers(one),
      }),
      ...(one.standsOn.length === 0
        ? []
        : [said(both('；可依托', '; it can stand on ')), ...related(one.standsOn.slice(0, 3))]),
      ...(one.toBuild.length === 0
        ? []
        : [said(both('；需补', '; to build: ')), ...related(one.toBuild.slice(0, 3))]),
      said(
        both(
          `；邻近地区中 ${one.heldBy.length} 个已有、${one.wantedBy.length} 个也会列入${strongest === undefined ? '' : `，最强的是${strongest.region}（区位商 ${strongest.advantage.toFixed(2)}）`}`,
          `; of its neighbours ${one.heldBy.length} have it and ${one.wantedBy.length} would list it${strongest === undefined ? '' : `, the strongest being ${strongest.region} (LQ ${strongest.advantage.toFixed(2)})`}`,
        ),
      ),
      ...(one.risk === null || exposure === null
        ? []
        : [
            said(
              both(
                `；链上进口暴露 ${percent(one.risk)}（按“${exposure.table}”的${exposure.through.get(one.activity)}）`,
                `; exposure of its chain to imports ${percent(one.risk)} (${exposure.through.get(one.activity)} of “${exposure.table}”)`,
              ),
            ),
          ]),
      ...(own === undefined
        ? []
        : [
            said(
              both(
                `；在手企业 ${own.count} 家${own.by === 'division' ? '（同一大类）' : ''}，如${own.firms
                  .slice(0, 3)
                  .map(({ name }) => name)
                  .join('、')}`,
                `; firms at hand: ${own.count}${own.by === 'division' ? ' (of the division)' : ''}, such as ${own.firms
                  .slice(0, 3)
                  .map(({ name }) => name)
                  .join(', ')}`,
              ),
            ),
          ]),
      said(both('。', '.')),
    ];
  });
  return section(
    'reasons',
    both('三、逐项理由', '3. Reasons'),
    both('括号内为该地区现在的区位商。', 'In brackets: the location quotient of the area now.'),
    [items.length === 0 ? null : { type: 'list', columns: 1, items, folded: [] }],
  );
}

function held({ input, region }: LayoutDesk): number[] {
  const { start, activity } = input.result.presence;
  return Array.from(activity.subarray(start[region]!, start[region + 1]!));
}

function sourceFigure(at: LayoutDesk) {
  const { table } = at.input;
  let best = 0;
  for (let p = 0; p < at.values.length; p++) if (at.values[p]! > at.values[best]!) best = p;
  return rowOf(at, table.activities[best]!);
}

function rankOf(values: Float64Array, region: number): { rank: number; of: number } | null {
  const own = values[region]!;
  if (Number.isNaN(own)) return null;
  let rank = 1;
  let of = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    of++;
    if (value > own) rank++;
  }
  return { rank, of };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
