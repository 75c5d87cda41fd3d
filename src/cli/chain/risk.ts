// ballast chain risk: what the economy loses when a firm closes, for every firm.
import { type Command, InvalidArgumentError } from 'commander';
import {
  economicSystemicRiskIndex,
  type StopRule,
  type SupplyNetwork,
  type SystemicRisk,
} from '../../chain/index.js';
import { UserError } from '../../model/index.js';
import { writeWhole } from '../../store/index.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { readNetwork, treatmentNotes } from './network-files.js';

export const RISK_SCHEMA = 'ballast.chain.risk/1';

interface RiskCommandOptions {
  firms: string;
  links: string;
  classes: string;
  stop?: number;
  substitution: boolean;
  selfLoops: 'drop' | 'keep';
  missingClass?: 0 | 1 | 2;
  out?: string;
  json?: boolean;
}

export function riskCommand(chain: Command, terminal: () => Terminal): void {
  chain
    .command('risk')
    .summary('系统性风险 systemic risk')
    .description(
      '经济系统性风险指数（ESRI）：每家企业单独停产时，全网按权重计的产出损失，分下游（缺投入）与上游（缺客户）。\n' +
        'Economic systemic risk index: the share of weighted output lost when a firm alone closes, downstream (want of inputs) and upstream (want of customers).',
    )
    .requiredOption('--firms <file>', '企业：id, sector')
    .requiredOption('--links <file>', '供应关系：supplier, buyer, weight')
    .requiredOption('--classes <file>', '投入类别：supplier_sector, buyer_sector, class 0/1/2')
    .option('--stop <eps>', '文献的停止阈值，如 0.01 stop rule of the literature', numberOption)
    .option('--no-substitution', '失去的供应商不可替代 a lost supplier cannot be replaced')
    .option('--self-loops <what>', '对自己的销售 sales to oneself: drop, keep', selfLoopsOption, 'drop')
    .option(
      '--missing-class <class>',
      '类别表未列行业对的类别 class of pairs that are not listed',
      classOption,
    )
    .option('--out <file>', '写成 CSV：id,esri,esri_down,esri_up,iterations,error_bound')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast chain risk --firms firms.csv --links links.csv --classes classes.csv --stop 0.01 --out risk.csv',
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await run(command.optsWithGlobals<RiskCommandOptions>(), terminal());
    });
}

async function run(options: RiskCommandOptions, terminal: Terminal): Promise<number> {
  const stop = stopOf(options);
  const read = await readNetwork(options, {
    selfLoops: options.selfLoops,
    ...(options.missingClass !== undefined && { missingClass: options.missingClass }),
  });
  const { network, classes, treatments } = read;
  for (const note of treatmentNotes(options, treatments)) terminal.note(note);
  const risk = economicSystemicRiskIndex(network, classes, { stop, substitution: options.substitution });
  if (options.out !== undefined) await writeWhole(options.out, riskCsv(network, risk));
  if (options.json)
    terminal.json({
      schema: RISK_SCHEMA,
      firms: network.ids.length,
      links: network.outBuyer.length,
      substitution: options.substitution,
      stop,
      treatments,
    });
  return EXIT.done;
}

function stopOf({ stop }: RiskCommandOptions): StopRule {
  if (stop !== undefined) return { rule: 'eps', eps: stop };
  throw new UserError({
    zh: '没有营业收入数据时，上游损失没有去处，迭代到底毫无意义。请给出停止阈值，如 --stop 0.01（文献的模型参数）',
    en: 'without revenue, losses of customers leak nowhere and a fixed point says nothing. Give the stop rule, such as --stop 0.01 (a model parameter of the literature)',
  });
}

function riskCsv(network: SupplyNetwork, { esri, down, up, iterations }: SystemicRisk): string {
  const lines = network.ids.map((id, i) => `${csvCell(id)},${esri[i]},${down[i]},${up[i]},${iterations[i]},`);
  return `id,esri,esri_down,esri_up,iterations,error_bound\n${lines.join('\n')}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function classOption(text: string): 0 | 1 | 2 {
  if (text === '0' || text === '1' || text === '2') return Number(text) as 0 | 1 | 2;
  throw new InvalidArgumentError('0, 1, 2');
}

function selfLoopsOption(text: string): 'drop' | 'keep' {
  if (text === 'drop' || text === 'keep') return text;
  throw new InvalidArgumentError('drop, keep');
}
