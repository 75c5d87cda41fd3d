// ballast chain risk: what the economy loses when a firm closes, for every firm.
import type { Command } from 'commander';
import {
  type CascadeModel,
  cascade,
  contributionsBySector,
  convergedCascade,
  lossRoutes,
  riskOf,
  type StopRule,
  type SupplyNetwork,
} from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { writeWhole } from '../../store/index.js';
import { csvCell } from '../csv-cell.js';
import { wholeOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import {
  type CascadeCommandOptions,
  type FirmRisk,
  INTERRUPTED,
  methodOf,
  type RiskiestProof,
  readCascade,
  riskOfFirms,
  withCascadeOptions,
} from './cascade-options.js';
import { readFirmShocks, riskOfFirmShock } from './firm-shocks.js';

export const RISK_SCHEMA = 'ballast.chain.risk/1';

interface RiskCommandOptions extends CascadeCommandOptions {
  top: number;
  riskiest?: number;
  why?: string[];
  shocks?: string;
  out?: string;
  json?: boolean;
}

export function riskCommand(chain: Command, terminal: () => Terminal): void {
  withCascadeOptions(
    chain
      .command('risk')
      .summary('系统性风险 systemic risk')
      .description(
        '经济系统性风险指数（ESRI）：每家企业单独停产时，全网按权重计的产出损失，分下游（缺投入）与上游（缺客户）。默认迭代到底并给出误差界；--stop 采用文献的停止规则。\n' +
          'Economic systemic risk index: the share of weighted output lost when a firm alone closes, downstream (want of inputs) and upstream (want of customers). By default to the end of the cascade, with a bound on the error; --stop takes the rule of the literature.',
      ),
  )
    .option('--top <n>', '列出前几家 how many to list', wholeOption, 20)
    .option(
      '--riskiest <n>',
      '只求风险最大的 n 家，并证明其余企业都不更大（大网络用） only the n riskiest, with proof that no other is riskier; for large networks',
      wholeOption,
    )
    .option(
      '--why <ids...>',
      '说明这些企业为何如此：按行业、按路径 where and along which routes its loss arises',
    )
    .option(
      '--shocks <file>',
      '改算这些情景：scenario, firm, supply[, demand] 冲击份额 scenarios instead of each firm',
    )
    .option('--out <file>', '写成 CSV：id,esri,esri_down,esri_up,iterations,error_bound')
    .addHelpText(
      'after',
      '\n例 Examples:\n  ballast chain risk --firms samples/chain/firms.synthetic.csv --links samples/chain/links.synthetic.csv --classes samples/chain/input-classes.synthetic.csv --stop 0.01 --out risk.csv\n  ballast chain risk --firms samples/chain/firms.synthetic.csv --links samples/chain/links.synthetic.csv --classes samples/chain/input-classes.synthetic.csv --leak 0.3 --why 91990400MA0000161U',
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await run(command.optsWithGlobals<RiskCommandOptions>(), terminal());
    });
}

async function run(options: RiskCommandOptions, terminal: Terminal): Promise<number> {
  const { read, model, stop, notes } = await readCascade(options, terminal);
  const { network, names } = read;
  if (options.shocks !== undefined) return runShocks(options, options.shocks, model, stop, notes, terminal);
  const whys = (options.why ?? []).map((id) => whyOf(model, names, firmNumbered(network, id), stop));
  const risk = await riskOfFirms(model, stop, options, terminal);
  if (risk === null) return INTERRUPTED;
  if (options.out !== undefined) await writeWhole(options.out, riskCsv(network, risk));
  const ranked = [...risk.firms.keys()].sort(
    (a, b) => risk.esri[b]! - risk.esri[a]! || risk.firms[a]! - risk.firms[b]!,
  );
  const top = ranked.slice(0, Math.max(0, Math.floor(options.top)));
  if (options.json)
    terminal.json({
      schema: RISK_SCHEMA,
      ...methodOf(options, network, stop),
      summary: summaryOf(risk),
      states: statesOf(risk, stop),
      proof: risk.proof,
      topFirms: top.map((at) => ({
        id: network.ids[risk.firms[at]!],
        name: names[risk.firms[at]!],
        sector: network.sectors[network.sectorOf[risk.firms[at]!]!],
        esri: risk.esri[at],
        esriDown: risk.down[at],
        esriUp: risk.up[at],
        iterations: risk.iterations?.[at] ?? null,
        errorBound: risk.errorBound?.[at] ?? null,
      })),
      why: whys,
      treatments: {
        ...read.treatments,
        model: Object.fromEntries(
          Object.entries(model.treatments).map(([name, firms]: [string, readonly number[]]) => [
            name,
            firms.map((i) => network.ids[i]),
          ]),
        ),
      },
      notes,
    });
  else
    terminal.print(
      [
        topText(network, names, risk, top, terminal),
        ...(risk.proof === null ? [] : [proofText(risk.proof, terminal)]),
        ...whys.map((why) => whyText(why, terminal)),
      ].join('\n\n'),
    );
  return EXIT.done;
}

/** Scenarios that hit several firms at once, in place of every firm alone. */
async function runShocks(
  options: RiskCommandOptions,
  file: string,
  model: CascadeModel,
  stop: StopRule,
  notes: readonly Bilingual[],
  terminal: Terminal,
): Promise<number> {
  const { network } = model;
  const shocks = await readFirmShocks(file, network);
  const progress = terminal.progress({ zh: '情景', en: 'scenarios' }, shocks.length);
  const scenarios = shocks.map((shock) => {
    const risk = riskOfFirmShock(model, shock, stop);
    progress.step(shock.scenario);
    return risk;
  });
  progress.end();
  const rows = scenarios.map(({ scenario, esri, esriDown, esriUp, iterations, errorBound }) =>
    csvRow(scenario, [esri, esriDown, esriUp, iterations, errorBound ?? '']),
  );
  if (options.out !== undefined) await writeWhole(options.out, `${CSV_HEAD}\n${rows.join('\n')}\n`);
  if (options.json)
    terminal.json({ schema: RISK_SCHEMA, ...methodOf(options, network, stop), scenarios, notes });
  else
    terminal.print(
      textTable(
        [
          terminal.say({ zh: '情景', en: 'scenario' }),
          'ESRI',
          terminal.say({ zh: '下游', en: 'down' }),
          terminal.say({ zh: '上游', en: 'up' }),
          terminal.say({ zh: '步数', en: 'steps' }),
        ],
        scenarios.map((of) => [of.scenario, of.esri, of.esriDown, of.esriUp, of.iterations]),
      ),
    );
  return EXIT.done;
}

function firmNumbered(network: SupplyNetwork, id: string): number {
  const at = network.ids.indexOf(id);
  if (at >= 0) return at;
  throw new UserError({ zh: `--why ${id}：没有这家企业`, en: `--why ${id}: there is no such firm` });
}

function summaryOf({ esri, iterations, errorBound }: FirmRisk) {
  const mean = (values: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i]!;
    return values.length === 0 ? 0 : sum / values.length;
  };
  const largest = (values: Float64Array | Uint32Array) => {
    let most = 0;
    for (const value of values) most = Math.max(most, value);
    return most;
  };
  return {
    mean: mean(esri),
    largest: largest(esri),
    above10Percent: esri.filter((value) => value > 0.1).length,
    above1Percent: esri.filter((value) => value > 0.01).length,
    meanIterations: iterations === null ? null : mean(iterations),
    largestIterations: iterations === null ? null : largest(iterations),
    largestErrorBound: errorBound === null ? null : largest(errorBound),
  };
}

/** How many firms' figures are certain to the tolerance, and how many are not. */
function statesOf({ esri, errorBound }: FirmRisk, stop: StopRule) {
  if (stop.rule === 'eps' || errorBound === null) return { stoppedByRule: esri.length };
  const certain = errorBound.filter((bound) => bound <= stop.tolerance).length;
  return { converged: certain, notConverged: esri.length - certain };
}

interface Why {
  id: string;
  name: string;
  sector: string;
  esri: number;
  esriDown: number;
  esriUp: number;
  sectors: {
    sector: string;
    esri: number;
    esriDown: number;
    esriUp: number;
    firms: number;
    largestLoss: number;
  }[];
  routes: {
    channel: 'down' | 'up';
    path: string[];
    names: string[];
    loss: number;
    contribution: number;
    share: number;
  }[];
}

const WHY_ROWS = 15;

function whyOf(model: CascadeModel, names: readonly string[], firm: number, stop: StopRule): Why {
  const { ids, sectors, sectorOf } = model.network;
  const supply = new Float64Array(ids.length);
  supply[firm] = 1;
  const result =
    stop.rule === 'eps'
      ? cascade(model, { supply }, stop)
      : convergedCascade(model, { supply }, stop.tolerance);
  const { esri, down, up } = riskOf(result, model.weights);
  return {
    id: ids[firm]!,
    name: names[firm]!,
    sector: sectors[sectorOf[firm]!]!,
    esri,
    esriDown: down,
    esriUp: up,
    sectors: contributionsBySector(model, result).map(({ sector, esri, down, up, firms, largestLoss }) => ({
      sector: sectors[sector]!,
      esri,
      esriDown: down,
      esriUp: up,
      firms,
      largestLoss,
    })),
    routes: lossRoutes(model, result, firm, WHY_ROWS).map(({ firms, ...route }) => ({
      ...route,
      path: firms.map((i) => ids[i]!),
      names: firms.map((i) => names[i]!),
    })),
  };
}

function topText(
  network: SupplyNetwork,
  names: readonly string[],
  risk: FirmRisk,
  top: readonly number[],
  terminal: Terminal,
): string {
  return textTable(
    [
      '#',
      terminal.say({ zh: '企业', en: 'firm' }),
      terminal.say({ zh: '行业', en: 'sector' }),
      'ESRI',
      terminal.say({ zh: '下游', en: 'down' }),
      terminal.say({ zh: '上游', en: 'up' }),
      ...(risk.iterations === null ? [] : [terminal.say({ zh: '步数', en: 'steps' })]),
      ...(risk.errorBound === null ? [] : [terminal.say({ zh: '误差界', en: 'error bound' })]),
    ],
    top.map((row, place) => [
      place + 1,
      names[risk.firms[row]!]!,
      network.sectors[network.sectorOf[risk.firms[row]!]!]!,
      risk.esri[row]!,
      risk.down[row]!,
      risk.up[row]!,
      ...(risk.iterations === null ? [] : [risk.iterations[row]!]),
      ...(risk.errorBound === null ? [] : [risk.errorBound[row]!]),
    ]),
  );
}

function proofText({ set, places, closed }: RiskiestProof, terminal: Terminal): string {
  return terminal.say({
    zh: `${set ? '已证明：其余企业都不更大' : '未能证明其余企业都不更大'}；${places} 个名次已证明；计算了 ${closed} 家企业的停产`,
    en: `${set ? 'proven: no other firm is riskier' : 'not proven that no other firm is riskier'}; ${places} places proven; ${closed} closures worked out`,
  });
}

function whyText({ name, sector, esri, esriDown, esriUp, sectors, routes }: Why, terminal: Terminal): string {
  const percent = (share: number) => `${(100 * share).toPrecision(3)}%`;
  return [
    terminal.say({
      zh: `${name}（${sector}）停产，全网损失 ${percent(esri)}，其中下游 ${percent(esriDown)}、上游 ${percent(esriUp)}`,
      en: `${name} (${sector}) closed: ${percent(esri)} of the network is lost, ${percent(esriDown)} downstream, ${percent(esriUp)} upstream`,
    }),
    textTable(
      [
        terminal.say({ zh: '损失在哪个行业', en: 'sector that loses' }),
        'ESRI',
        terminal.say({ zh: '下游', en: 'down' }),
        terminal.say({ zh: '上游', en: 'up' }),
        terminal.say({ zh: '企业数', en: 'firms' }),
        terminal.say({ zh: '最大损失', en: 'largest loss' }),
      ],
      sectors
        .slice(0, WHY_ROWS)
        .map((of) => [of.sector, of.esri, of.esriDown, of.esriUp, of.firms, of.largestLoss]),
    ),
    textTable(
      [
        terminal.say({ zh: '路径', en: 'route' }),
        terminal.say({ zh: '方向', en: 'channel' }),
        terminal.say({ zh: '末端损失', en: 'loss at its end' }),
        terminal.say({ zh: '贡献', en: 'contribution' }),
        terminal.say({ zh: '经此路径', en: 'by this route' }),
      ],
      routes.map(({ names, channel, loss, contribution, share }) => [
        names.join(' → '),
        terminal.say(channel === 'down' ? { zh: '下游', en: 'down' } : { zh: '上游', en: 'up' }),
        loss,
        contribution,
        share,
      ]),
    ),
  ].join('\n');
}

const CSV_HEAD = 'id,esri,esri_down,esri_up,iterations,error_bound';

function riskCsv(
  network: SupplyNetwork,
  { firms, esri, down, up, iterations, errorBound }: FirmRisk,
): string {
  const lines = Array.from(firms, (firm, at) =>
    csvRow(network.ids[firm]!, [
      esri[at]!,
      down[at]!,
      up[at]!,
      iterations?.[at] ?? '',
      errorBound?.[at] ?? '',
    ]),
  );
  return `${CSV_HEAD}\n${lines.join('\n')}\n`;
}

function csvRow(name: string, values: readonly (number | '')[]): string {
  return [csvCell(name), ...values].join(',');
}
