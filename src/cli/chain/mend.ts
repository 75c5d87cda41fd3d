// ballast chain mend: 补链, the one further supplier that lowers the risk of the whole most.
import { type Command, Option } from 'commander';
import { type AddedLink, type AddedLinks, bestOfEach, type Nearness } from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { findAddedLinks } from './added-links.js';
import { type CascadeCommandOptions, INTERRUPTED, methodOf, withCascadeOptions } from './cascade-options.js';

export const MEND_SCHEMA = 'ballast.chain.mend/1';

interface MendOptions extends CascadeCommandOptions {
  moved: number;
  largestOrder: number;
  atRisk: number;
  screened: number;
  evaluated: number;
  areas?: string;
  within?: 'city' | 'province';
  nearerFirst?: boolean;
  json?: boolean;
}

export function mendCommand(chain: Command, terminal: () => Terminal): void {
  withCascadeOptions(
    chain
      .command('mend')
      .summary('补链 links to mend first')
      .description(
        '补链：为哪家企业的哪项投入再找一家同类供应商，最能降低全网的系统性风险。先一阶筛选，再逐一精确重算；列出最好的五条，附效果、可行性与误差。\n' +
          'Which further supplier, for which buyer, lowers the systemic risk of the network most. A first-order screen, then exact evaluation of the most promising; the best five with effect, feasibility and error.',
      ),
  )
    .option('--moved <share>', '由原供应商转出的采购份额 share of purchases moved', numberOption, 0.5)
    .option(
      '--largest-order <share>',
      '新订单占新供应商现有销售的上限 largest new order, as a share of its sales',
      numberOption,
      0.5,
    )
    .option('--at-risk <n>', '计入总风险的风险最高企业数 riskiest firms that count', numberOption, 200)
    .option('--screened <n>', '筛选的供应关系数 links looked at', numberOption, 500)
    .option('--evaluated <n>', '精确重算的方案数 changes computed exactly', numberOption, 30)
    .option(
      '--areas <column>',
      '企业所在地的列；缺省取统一社会信用代码的登记地 column of areas; default where the credit code was registered',
    )
    .addOption(
      new Option('--within <area>', '只在同城或同省找 only in the same city or province').choices([
        'city',
        'province',
      ]),
    )
    .option('--nearer-first', '候选先按远近 nearer candidates first')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast chain mend --firms samples/chain/firms.synthetic.csv --links samples/chain/links.synthetic.csv --classes samples/chain/input-classes.synthetic.csv --leak 0.3 --within province',
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await run(command.optsWithGlobals<MendOptions>(), terminal());
    });
}

const MEASURE: Bilingual = {
  zh: '总风险：计入的风险最高企业与变动涉及的三家企业的系统性风险指数之和，权数取变动之前的；其他企业不重算',
  en: 'total risk: the sum of the systemic risk index over the riskiest firms and the three firms of the change, weights as before the change; other firms are not recomputed',
};

async function run(options: MendOptions, terminal: Terminal): Promise<number> {
  for (const name of ['atRisk', 'screened', 'evaluated'] as const) checkCount(name, options[name]);
  const { moved, largestOrder, atRisk, screened, evaluated, areas } = options;
  const search = await findAddedLinks(
    options,
    {
      ...{ moved, largestOrder, atRisk, screened, evaluated, areas },
      within: options.within ?? null,
      nearerFirst: options.nearerFirst ?? false,
    },
    terminal,
  );
  if (search === null) return INTERRUPTED;
  const { network, names, found, firm, stop, notes } = search;
  const row = ({ buyer, from, to, ...link }: AddedLink) => ({
    buyer: firm(buyer),
    from: firm(from),
    to: firm(to),
    ...link,
  });
  const best = bestOfEach(found.links);
  if (options.json)
    terminal.json({
      schema: MEND_SCHEMA,
      ...methodOf(options, network, stop),
      measure: MEASURE,
      moved: options.moved,
      largestOrder: options.largestOrder,
      within: options.within ?? null,
      counts: found.counts,
      best: best.map(row),
      together: found.together,
      links: found.links.map(row),
      gaps: found.gaps.map(({ buyer, supplier, ...gap }) => ({
        buyer: firm(buyer),
        supplier: firm(supplier),
        ...gap,
      })),
      notes,
    });
  else terminal.print(textOf(best, found, names, terminal));
  return EXIT.done;
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new UserError({
    zh: `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} ${value}：应为不小于 1 的整数`,
    en: `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} ${value}: a whole number of 1 or more is expected`,
  });
}

const NEARNESS: Record<Nearness, Bilingual> = {
  sameCity: { zh: '同城', en: 'same city' },
  sameProvince: { zh: '同省', en: 'same province' },
  elsewhere: { zh: '省外', en: 'elsewhere' },
  unknown: { zh: '不详', en: 'unknown' },
};

function textOf(
  best: readonly AddedLink[],
  { together, gaps, counts }: AddedLinks,
  names: readonly string[],
  terminal: Terminal,
): string {
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const percent = (share: number) => `${(100 * share).toPrecision(3)}%`;
  const lines = [
    terminal.say(MEASURE),
    say(
      `筛选 ${counts.screened} 条供应关系，精确重算 ${counts.evaluated} 个方案，其中 ${counts.worsened} 个不降反升；计入风险最高的 ${counts.atRisk} 家企业`,
      `${counts.screened} links looked at, ${counts.evaluated} changes computed exactly, ${counts.worsened} of them for the worse; the ${counts.atRisk} riskiest firms count`,
    ),
  ];
  if (best.length === 0) lines.push(say('没有能降低总风险的方案', 'no change lowers the total'));
  else
    lines.push(
      textTable(
        [
          '#',
          say('采购企业', 'buyer'),
          say('原供应商', 'old supplier'),
          say('新供应商', 'new supplier'),
          say('转移金额', 'moved'),
          say('占新供应商销售', 'of its sales'),
          say('远近', 'where'),
          say('总风险变化', 'change'),
          say('相对', 'relative'),
          say('误差', 'error'),
        ],
        best.map((link, at) => [
          at + 1,
          names[link.buyer]!,
          names[link.from]!,
          names[link.to]!,
          link.value,
          percent(link.order),
          terminal.say(NEARNESS[link.nearness]),
          link.change,
          percent(link.relative),
          link.error === null ? '—' : link.error.toExponential(0),
        ]),
      ),
    );
  if (together !== null)
    lines.push(
      say(
        `${together.links} 条同时实施：总风险由 ${together.before.toPrecision(5)} 变为 ${together.after.toPrecision(5)}（${percent(together.change / together.before)}）`,
        `all ${together.links} at once: total risk from ${together.before.toPrecision(5)} to ${together.after.toPrecision(5)} (${percent(together.change / together.before)})`,
      ),
    );
  if (gaps.length > 0)
    lines.push(
      say(
        '名单内没有企业能接单的缺口（需从外部引进或培育）：',
        'gaps that no firm on the list can fill (to be brought in or raised):',
      ),
      textTable(
        [
          say('采购企业', 'buyer'),
          say('现供应商', 'supplier'),
          say('金额', 'value'),
          say('一阶增益', 'first-order gain'),
        ],
        gaps.slice(0, 5).map((gap) => [names[gap.buyer]!, names[gap.supplier]!, gap.value, gap.firstOrder]),
      ),
    );
  return lines.join('\n');
}
