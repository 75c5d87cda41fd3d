/** What the list shares with those of neighbours, how far such lists came true, and how all of it was worked out. */
import { FORESIGHT_DEFINITIONS, type ListTest, RULE_NAMES } from '../foresee/index.js';
import type { Definition } from '../model/index.js';
import type { Block, Inline, Row, Section } from './brief-document.js';
import { paragraph, section } from './chain-parts.js';
import { both, said } from './desk.js';
import { conventionNames, conventionsInWords } from './layout-conventions.js';
import { type LayoutDesk, measure, percent, TERMS } from './layout-parts.js';

const HITS: Definition = {
  name: both('命中率', 'share that came true'),
  definition: both(
    '往年按该规则列出的行业，若干年后成为该地区优势行业的比例',
    'of what the rule would have listed in past years, the share that the region had some years later',
  ),
  formula: 'entries / listed',
  unit: '%',
  source: 'Ballast',
};

const OVERLAP: Definition = {
  name: both('清单重合率', 'overlap of lists'),
  definition: both(
    '一个地区的清单与其邻近地区的清单相同的比例，对所有邻近的两地平均',
    'the share of a list that a neighbour’s list has too, averaged over all pairs of neighbours',
  ),
  formula: 'mean |L_r ∩ L_s| / |L_r|',
  unit: '%',
  source: 'Ballast',
};

export function differentiationSection(at: LayoutDesk): Section | null {
  const { answer } = at.input;
  if (answer.neighbours.length === 0) {
    at.desk.write(both('四、与邻近地区的差异', '4. Differences from neighbours'), () => {
      at.desk.missing(both('邻近地区（--neighbours）', 'neighbours (--neighbours)'));
      return null;
    });
    return null;
  }
  const overlap = (value: number) =>
    measure(at, { definition: OVERLAP, value: 100 * value, words: percent(value, 0), rows: [], unit: '%' });
  const moved = answer.recommendations
    .filter(({ rank, rankWithoutDifferentiation }) => rankWithoutDifferentiation - rank >= 3)
    .slice(0, 3);
  const crowded = answer.recommendations
    .filter(({ heldBy, wantedBy }) => heldBy.length + wantedBy.length >= 0.6 * answer.neighbours.length)
    .slice(0, 3);
  const names = (list: typeof moved) =>
    both(list.map(({ activity }) => activity).join('、'), list.map(({ activity }) => activity).join(', '));
  const first: Inline[] = [
    said(
      answer.neighboursGiven
        ? both(
            `邻近地区为${answer.neighbours.join('、')}。各地若都按契合与增益去选，清单与邻区平均重合 `,
            `Neighbours: ${answer.neighbours.join(', ')}. Were all to choose by the other terms, a list would share `,
          )
        : both(
            `没有给出邻近关系，以其余 ${answer.neighbours.length} 个地区为准。各地若都按契合与增益去选，清单平均重合 `,
            `No neighbours were given; the other ${answer.neighbours.length} areas stand for them. Were all to choose by the other terms, a list would share `,
          ),
    ),
    overlap(answer.overlap.without),
    said(both('；计入差异化后为 ', ' with that of a neighbour; with differentiation ')),
    overlap(answer.overlap.with),
    said(both('。', '. ')),
  ];
  const shift =
    moved.length === 0
      ? null
      : [
          said(
            both(
              `因邻区少有而明显靠前的：${names(moved).zh}。`,
              `Well ahead because few neighbours have them: ${names(moved).en}. `,
            ),
          ),
        ];
  const same =
    crowded.length === 0
      ? null
      : [
          said(
            both(
              `仍在清单里、但多数邻区已有或也会选的：${names(crowded).zh}，宜先与邻区商量分工。`,
              `Still listed though most neighbours have them or would choose them: ${names(crowded).en}; to be settled with the neighbours first. `,
            ),
            'warn',
          ),
        ];
  return section('differentiation', both('四、与邻近地区的差异', '4. Differences from neighbours'), null, [
    paragraph([first, shift, same]),
  ]);
}

export function beliefSection(at: LayoutDesk, summary: Inline[][]): Section | null {
  const { listTest, backTest } = at.input;
  const title = both('五、有多可信', '5. How much to believe it');
  if (listTest === null) {
    at.desk.write(title, () => {
      at.desk.missing(
        both(
          '相隔几年的数据（--year）：没有回测，就不知道有多可信',
          'years apart (--year): without a back-test nobody knows',
        ),
      );
      return null;
    });
    summary.push([
      said(
        both(
          '没有回测，清单有多可信不知道。',
          'There is no back-test: how much to believe the list is not known. ',
        ),
        'warn',
      ),
    ]);
    return null;
  }
  summary.push([said(listTest.verdict)]);
  const blocks: (Block | null)[] = [
    paragraph([[said(listTest.verdict)]]),
    rulesTable(at, listTest),
    fitTable(at, listTest),
  ];
  for (const horizon of backTest?.horizons ?? [])
    blocks.push(
      paragraph([
        [
          said(
            both(
              `全部候选（${horizon.candidates} 个，${horizon.entries} 个在 ${horizon.horizon} 年内进入）上：${horizon.verdict.zh}。`,
              `Over all candidates (${horizon.candidates}, of which ${horizon.entries} were entered within ${horizon.horizon} years): ${horizon.verdict.en}. `,
            ),
          ),
        ],
      ]),
    );
  return section(
    'belief',
    title,
    both(
      `用往年数据按同样办法列单，看后来是否成真：${listTest.pairs.map(({ from, to }) => `${from}→${to}`).join('、')}。链上风险与优先不计（没有往年数据）。`,
      `The same method on past years, held against what came: ${listTest.pairs.map(({ from, to }) => `${from}→${to}`).join(', ')}. Risk and priority are left out, there being no past data.`,
    ),
    blocks,
  );
}

function rulesTable(at: LayoutDesk, test: ListTest): Block {
  const hit = (value: number) =>
    measure(at, { definition: HITS, value: 100 * value, words: percent(value), rows: [], unit: '%' });
  const rows: Row[] = test.rules.map(({ rule, hitRate, interval }, i) => ({
    cells: [
      [said(RULE_NAMES[rule], i === 0 ? 'strong' : 'plain')],
      [hit(hitRate)],
      [said(`${percent(interval.low)}–${percent(interval.high)}`)],
    ],
  }));
  rows.push({ cells: [[said(both('随机挑选', 'by lot'))], [hit(test.chance)], [said('')]] });
  return {
    type: 'table',
    dense: true,
    title: both(
      `每地列 ${test.count} 个，${test.horizon} 年后成真的比例`,
      `Of ${test.count} listed an area, what came true ${test.horizon} years later`,
    ),
    columns: [
      { title: both('按什么列', 'Listed by'), align: 'start', width: 50 },
      { title: both('命中率', 'Came true'), align: 'end', width: 22 },
      {
        title: both(`${Math.round(100 * test.level)}% 区间`, `${Math.round(100 * test.level)}% interval`),
        align: 'end',
        width: 28,
      },
    ],
    rows,
  };
}

function fitTable(at: LayoutDesk, test: ListTest): Block {
  return {
    type: 'table',
    dense: true,
    title: both('契合位次与后来进入', 'Fit, and what came of it'),
    columns: [
      { title: both('契合位次', 'Fit'), align: 'start', width: 28 },
      { title: both('候选', 'Candidates'), align: 'end', width: 20 },
      { title: both('进入', 'Entered'), align: 'end', width: 24 },
      { title: both('95% 区间', '95% interval'), align: 'end', width: 28 },
    ],
    rows: test.byFit.map(({ low, high, candidates, rate, interval }) => ({
      cells: [
        [said(`${low.toFixed(1)}–${high.toFixed(1)}`)],
        [said(candidates.toLocaleString('en-US'))],
        [measure(at, { definition: HITS, value: 100 * rate, words: percent(rate), rows: [], unit: '%' })],
        [said(`${percent(interval.low)}–${percent(interval.high)}`)],
      ],
    })),
  };
}

export function methodSection({ input }: LayoutDesk): Section | null {
  const { answer, result, taxonomies, diagnosis, exposure } = input;
  const { profile } = result;
  const weights = (Object.keys(answer.weights) as (keyof typeof TERMS)[]).map((term) => ({
    term: TERMS[term],
    weight: answer.weights[term],
  }));
  const row = (zh: string, en: string, zhText: string, enText: string): Row => ({
    cells: [[said(both(zh, en), 'strong')], [said(both(zhText, enText))]],
  });
  const conventions = conventionsInWords(profile.conventions);
  const apart = conventionNames(profile.changed);
  const define = (key: 'advantage' | 'density' | 'opportunityGain') => FORESIGHT_DEFINITIONS[key];
  const definitions = (['advantage', 'density', 'opportunityGain'] as const).map(define);
  const doubts = [...diagnosis.doubts, ...answer.doubts, ...input.notes];
  const rows = [
    row(
      '口径',
      'Conventions',
      `${profile.name}${profile.changed.length > 0 ? `（另定：${apart.zh}）` : ''}：${conventions.zh}`,
      `${profile.name}${profile.changed.length > 0 ? ` (set apart: ${apart.en})` : ''}: ${conventions.en}`,
    ),
    row(
      '权重',
      'Weights',
      weights.map(({ term, weight }) => `${term.zh} ${weight}`).join('、'),
      weights.map(({ term, weight }) => `${term.en} ${weight}`).join(', '),
    ),
    row(
      '指标',
      'Measures',
      definitions.map(({ name, formula, source }) => `${name.zh}：${formula}（${source}）`).join('；'),
      definitions.map(({ name, formula, source }) => `${name.en}: ${formula} (${source})`).join('; '),
    ),
    ...(exposure === null
      ? []
      : [
          row(
            '链上风险',
            'Risk of chains',
            `${exposure.measure.zh}，取自“${exposure.table}”；按大类对应，同一大类的行业相同`,
            `${exposure.measure.en}, from “${exposure.table}”; by division, so that industries of one division share it`,
          ),
        ]),
    row(
      '标签',
      'Tags',
      `${taxonomies.map(({ name, publisher, document, from }) => `${publisher}${document === null ? '' : ` ${document}`}（${from}）：${name}`).join('；')}。文件只列领域，与行业代码的对应是本程序的理解，较宽：带标签只表示值得去看`,
      `${taxonomies.map(({ nameEn, publisher, document, from }) => `${publisher}${document === null ? '' : ` ${document}`} (${from}): ${nameEn}`).join('; ')}. The documents name fields; which industries they lie in is our reading, and broad: a tag says where to look`,
    ),
    ...(doubts.length === 0
      ? []
      : [
          row('存疑', 'Doubts', doubts.map(({ zh }) => zh).join('；'), doubts.map(({ en }) => en).join('; ')),
        ]),
  ];
  return section('method', both('六、方法', '6. Methods'), null, [
    {
      type: 'table',
      dense: true,
      columns: [
        { title: both('内容', 'What'), align: 'start', width: 16 },
        { title: both('说明', 'How'), align: 'start', width: 84 },
      ],
      rows,
    },
  ]);
}
