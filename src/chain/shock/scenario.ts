/** Scenarios in words of the table: which shock on which industries, with ranges where a value is not known. */
import { UserError } from '../../model/index.js';
import type { LeontiefSystem } from '../io/leontief.js';
import { hasValueAdded, perOutput, valueAddedOf } from '../io/multipliers.js';
import type { IoTable } from '../io/table.js';
import { type Interval, intervalOf, latinHypercube, type Uncertain } from './draws.js';
import type { ShockEvent } from './events.js';
import {
  INVENTORY_DEFAULTS,
  type InventoryParameters,
  type InventoryTable,
  type InventoryTreatment,
  inventoryTable,
} from './inventory-model.js';
import { runInventoryModel } from './inventory-run.js';
import { productionPath, type Stability, stabilityOf } from './stability.js';
import { extractionShock, type ImportStop, importStop, priceShock, quantityShock } from './static.js';

/** What happens by industry: a label (code, name, region, or `region/name`) and a value, or a range. */
export type ByIndustry = Readonly<Record<string, Uncertain>>;

export type ScenarioEvent =
  | {
      kind: 'recovery';
      start: number;
      duration: number;
      loss: ByIndustry;
      recoveryDays: Uncertain;
      shape: Shape;
    }
  | {
      kind: 'capacity';
      start: number;
      duration: number;
      loss: ByIndustry;
      recoveryDays: Uncertain;
      shape: Shape;
    }
  | {
      kind: 'rebuild';
      start: number;
      duration: number;
      loss: ByIndustry;
      rebuildDays: Uncertain;
      builders: Readonly<Record<string, number>>;
      factor: number;
    }
  | { kind: 'demand'; start: number; duration: number; change: ByIndustry };

type Shape = 'linear' | 'convex' | 'concave';

export type Scenario = { name: string } & (
  | { kind: 'quantity'; finalDemand: ByIndustry }
  | { kind: 'price'; cost: ByIndustry }
  | { kind: 'importStop'; products: ByIndustry }
  | { kind: 'extraction'; group: readonly string[]; share: Uncertain }
  | {
      kind: 'dynamic';
      days: number;
      parameters: Partial<InventoryParameters>;
      events: readonly ScenarioEvent[];
      capitalToValueAdded: number;
    }
);

/** What a scenario came to. Money in the unit of the table; a static scenario's is a year's. */
export interface ScenarioResult {
  name: string;
  kind: Scenario['kind'];
  draws: number;
  /**
   * Loss of output and of value added (positive is a loss), and output's share of the year's; null for `price`. Value added
   * is null where the table has no rows of it.
   */
  loss: { output: Interval; valueAdded: Interval | null; outputShare: Interval } | null;
  /** n: loss of output by industry, mean of the draws; relative change of price for `price`. */
  byIndustry: Float64Array;
  /** draws × n, in the order of the draws, so that two scenarios can be compared draw by draw. */
  draw: readonly Float64Array[];
  /** Final demand that was not met, dynamic only. */
  unmet: Interval | null;
  /** T days: production as a share of normal, low, median and high; dynamic only. */
  path: readonly Interval[] | null;
  /** T × n, row-major by day: production as a share of normal, of the middle of every range; dynamic only. */
  production: Float64Array | null;
  /** Of the middle of every range; dynamic only. */
  stability: Stability | null;
  /** Of the middle of every range; import stop only. */
  importStop: ImportStop | null;
  /** Change of the households' price index; price only. */
  households: Interval | null;
  residual: number | null;
  /** What the dynamic model sets apart in the table; empty for a static scenario. */
  treatments: readonly InventoryTreatment[];
}

export interface ScenarioRun {
  /** Draws where a value is a range; 1 where all are numbers. */
  draws?: number;
  seed?: number;
  level?: number;
  onDraw?: (done: number, of: number) => void;
  signal?: AbortSignal;
}

/** A scenario on a table. Same table, scenario, draws and seed: same answer. Throws UserError for what the table has not. */
export function runScenario(
  system: LeontiefSystem,
  scenario: Scenario,
  { draws = 100, seed = 1, level = 0.9, onDraw, signal }: ScenarioRun = {},
): ScenarioResult {
  const inputs = uncertainOf(scenario);
  const count = inputs.some((input) => typeof input !== 'number') ? draws : 1;
  const sets = latinHypercube(inputs, count, seed);
  const middle = inputs.map((input) => (typeof input === 'number' ? input : (input[0] + input[1]) / 2));
  const run = runnerOf(system, scenario);
  const answers = sets.map((values, draw) => {
    signal?.throwIfAborted();
    const answer = run(values);
    onDraw?.(draw + 1, count);
    return count === 1 ? answer : { ...answer, production: null };
  });
  const central = count === 1 ? answers[0]! : run(middle);
  const n = system.n;
  const byIndustry = new Float64Array(n);
  for (const { effect } of answers) for (let i = 0; i < n; i++) byIndustry[i]! += effect[i]! / count;
  const over = (pick: (answer: Answer) => number) => intervalOf(answers.map(pick), level);
  const days = central.path?.length ?? 0;
  const isPrice = scenario.kind === 'price';
  return {
    name: scenario.name,
    kind: scenario.kind,
    draws: count,
    loss: isPrice
      ? null
      : {
          output: over(({ output }) => output),
          valueAdded: central.valueAdded === null ? null : over(({ valueAdded }) => valueAdded!),
          outputShare: over(({ outputShare }) => outputShare),
        },
    byIndustry,
    draw: answers.map(({ effect }) => effect),
    unmet: central.unmet === null ? null : over(({ unmet }) => unmet!),
    path: days ? Array.from({ length: days }, (_, day) => over(({ path }) => path![day]!)) : null,
    production: central.production,
    stability: central.stability,
    importStop: central.importStop,
    households: central.households === null ? null : over(({ households }) => households!),
    residual: central.residual,
    treatments: central.treatments,
  };
}

/** a less b, draw by draw on the same seed: by industry (mean) and in all, with the interval of the difference. */
export function compareScenarios(
  a: ScenarioResult,
  b: ScenarioResult,
  level = 0.9,
): { difference: Interval; byIndustry: Float64Array } {
  if ((a.kind === 'price') !== (b.kind === 'price'))
    throw new UserError({
      zh: `${a.name} 与 ${b.name} 一个是价格变动、一个是产出损失，不能相减`,
      en: `${a.name} and ${b.name}: a change of price and a loss of output cannot be subtracted`,
    });
  const draws = Math.max(a.draw.length, b.draw.length);
  const at = (result: ScenarioResult, draw: number) => result.draw[result.draw.length === 1 ? 0 : draw]!;
  if (a.draw.length > 1 && b.draw.length > 1 && a.draw.length !== b.draw.length)
    throw new RangeError('scenarios of different numbers of draws');
  const n = a.byIndustry.length;
  const byIndustry = new Float64Array(n);
  const totals = Array.from({ length: draws }, (_, draw) => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      const difference = at(a, draw)[i]! - at(b, draw)[i]!;
      byIndustry[i]! += difference / draws;
      total += difference;
    }
    return total;
  });
  return { difference: intervalOf(totals, level), byIndustry };
}

interface Answer {
  /** n: loss of output, or change of price. */
  effect: Float64Array;
  output: number;
  valueAdded: number | null;
  outputShare: number;
  unmet: number | null;
  path: Float64Array | null;
  production: Float64Array | null;
  stability: Stability | null;
  importStop: ImportStop | null;
  households: number | null;
  residual: number | null;
  treatments: readonly InventoryTreatment[];
}

const NOTHING = {
  unmet: null,
  path: null,
  production: null,
  stability: null,
  importStop: null,
  households: null,
  residual: null,
  treatments: [],
};

/** Industries that a label means: by code, name, `region/name`, or all of a region. Throws UserError with the nearest. */
export function industriesNamed(table: IoTable, label: string): number[] {
  const wanted = label.trim();
  const found = table.industries.flatMap(({ code, name, nameEn, region }, i) =>
    [code, name, nameEn, region, region && `${region}/${name}`, region && `${region}/${code}`].includes(
      wanted,
    )
      ? [i]
      : [],
  );
  if (found.length) return found;
  const near = table.industries
    .filter(
      ({ name, nameEn }) =>
        name.includes(wanted) ||
        wanted.includes(name) ||
        nameEn?.toLowerCase().includes(wanted.toLowerCase()),
    )
    .slice(0, 3)
    .map(({ code, name }) => `${code} ${name}`);
  const hint = near.length ? near : table.industries.slice(0, 3).map(({ code, name }) => `${code} ${name}`);
  throw new UserError({
    zh: `${table.title} 没有部门“${label}”；${near.length ? '相近的' : '表中的部门如'}：${hint.join('、')}`,
    en: `${table.title} has no industry “${label}”; ${near.length ? 'near it' : 'it has'}: ${hint.join(', ')}`,
  });
}

/** The uncertain values of a scenario, in the order in which `runnerOf` takes them back. */
function uncertainOf(scenario: Scenario): Uncertain[] {
  switch (scenario.kind) {
    case 'quantity':
      return Object.values(scenario.finalDemand);
    case 'price':
      return Object.values(scenario.cost);
    case 'importStop':
      return Object.values(scenario.products);
    case 'extraction':
      return [scenario.share];
    case 'dynamic':
      return scenario.events.flatMap((event) => {
        switch (event.kind) {
          case 'demand':
            return Object.values(event.change);
          case 'rebuild':
            return [...Object.values(event.loss), event.rebuildDays];
          default:
            return [...Object.values(event.loss), event.recoveryDays];
        }
      });
  }
}

function runnerOf(system: LeontiefSystem, scenario: Scenario): (values: readonly number[]) => Answer {
  const { table, n } = system;
  const ratio = hasValueAdded(table) ? perOutput(valueAddedOf(table), system.output) : null;
  const whole = system.output.reduce((sum, value) => sum + value, 0);
  const loss = (effect: Float64Array, more: Partial<Answer> = {}): Answer => {
    const output = effect.reduce((sum, value) => sum + value, 0);
    const valueAdded = ratio && effect.reduce((sum, value, i) => sum + value * ratio[i]!, 0);
    return { ...NOTHING, effect, output, valueAdded, outputShare: whole > 0 ? output / whole : 0, ...more };
  };
  /** n values from labels; `values` in the order of the labels. A later label stands over an earlier one. */
  const spread = (
    labels: readonly string[],
    values: readonly number[],
    check: (value: number, label: string) => void,
  ) => {
    const each = new Map<number, number>();
    labels.forEach((label, at) => {
      check(values[at]!, label);
      for (const i of industriesNamed(table, label)) each.set(i, values[at]!);
    });
    return each;
  };
  switch (scenario.kind) {
    case 'quantity': {
      const labels = Object.keys(scenario.finalDemand);
      return (values) => {
        const change = new Float64Array(n);
        for (const [i, value] of spread(labels, values, notUnder(-1)))
          for (const use of table.finalUses) change[i]! += value * Math.max(0, use.values[i]!);
        const { output, residual } = quantityShock(system, change);
        return loss(
          output.map((value) => -value),
          { residual },
        );
      };
    }
    case 'price': {
      const labels = Object.keys(scenario.cost);
      return (values) => {
        const cost = new Float64Array(n);
        for (const [i, value] of spread(labels, values, notUnder(-1))) cost[i] = value;
        const { price, households, residual } = priceShock(system, cost);
        return {
          ...NOTHING,
          effect: price,
          output: 0,
          valueAdded: null,
          outputShare: 0,
          households,
          residual,
        };
      };
    }
    case 'importStop': {
      const labels = Object.keys(scenario.products);
      return (values) => {
        const stopped = new Float64Array(n);
        for (const [i, value] of spread(labels, values, shareOnly)) stopped[i] = value;
        const stop = importStop(system, stopped);
        return loss(
          system.output.map((value, i) => value * stop.bound[i]!),
          { importStop: stop, residual: stop.replacement.residual },
        );
      };
    }
    case 'extraction': {
      const group = [...new Set(scenario.group.flatMap((label) => industriesNamed(table, label)))];
      return ([share]) => {
        shareOnly(share!, scenario.name);
        const { output, residual } = extractionShock(system, group, share!);
        return loss(
          output.map((value) => -value),
          { residual },
        );
      };
    }
    case 'dynamic':
      return dynamicRunner(table, scenario, loss, spread);
  }
}

function dynamicRunner(
  table: IoTable,
  scenario: Extract<Scenario, { kind: 'dynamic' }>,
  loss: (effect: Float64Array, more: Partial<Answer>) => Answer,
  spread: (
    labels: readonly string[],
    values: readonly number[],
    check: (value: number, label: string) => void,
  ) => Map<number, number>,
): (values: readonly number[]) => Answer {
  const economy = inventoryTable(table, { capitalToValueAdded: scenario.capitalToValueAdded });
  const n = economy.output.length;
  return (values) => {
    let next = 0;
    const take = (labels: readonly string[]) => {
      next += labels.length;
      return values.slice(next - labels.length, next);
    };
    const events = scenario.events.map((event): ShockEvent => {
      const { start, duration } = event;
      if (event.kind === 'demand') {
        const labels = Object.keys(event.change);
        const factor = spread(labels, take(labels), notUnder(-1));
        return {
          kind: 'demand',
          start,
          duration,
          factor: new Map([...factor].map(([i, change]) => [i, 1 + change])),
        };
      }
      const labels = Object.keys(event.loss);
      const lost = spread(labels, take(labels), shareOnly);
      const days = values[next++]!;
      if (event.kind === 'rebuild')
        return {
          kind: 'rebuild',
          start,
          duration,
          capitalLost: lost,
          rebuildDays: days,
          builders: buildersOf(economy, table, event.builders),
          factor: event.factor,
        };
      return event.kind === 'capacity'
        ? { kind: 'capacity', start, duration, out: lost, recoveryDays: days, shape: event.shape }
        : { kind: 'recovery', start, duration, capitalLost: lost, recoveryDays: days, shape: event.shape };
    });
    const run = runInventoryModel(
      economy,
      events,
      { ...INVENTORY_DEFAULTS, ...scenario.parameters },
      { days: scenario.days },
    );
    const effect = new Float64Array(n);
    for (let day = 0; day < run.days; day++)
      for (let i = 0; i < n; i++) effect[i]! += run.normal[i]! - run.production[day * n + i]!;
    return loss(effect, {
      unmet: run.unmet.reduce((sum, value) => sum + value, 0),
      path: productionPath(run),
      production: run.production.map((value, at) =>
        run.normal[at % n]! > 0 ? value / run.normal[at % n]! : 1,
      ),
      treatments: economy.treatments,
      stability: stabilityOf(economy, run, events),
    });
  };
}

/** Parts by sector. Throws UserError for a label that means more than one sector: a region, say. */
function buildersOf(
  economy: InventoryTable,
  table: IoTable,
  builders: Readonly<Record<string, number>>,
): Map<number, number> {
  const parts = new Map<number, number>();
  for (const [label, part] of Object.entries(builders)) {
    const sectors = new Set(industriesNamed(table, label).map((i) => economy.sectorOf[i]!));
    if (sectors.size > 1)
      throw new UserError({
        zh: `重建部门“${label}”对应 ${sectors.size} 个部门，应只指一个部门`,
        en: `the builder “${label}” means ${sectors.size} sectors; name one sector`,
      });
    for (const sector of sectors) parts.set(sector, (parts.get(sector) ?? 0) + part);
  }
  return parts;
}

function shareOnly(value: number, label: string): void {
  if (!(value >= 0 && value <= 1))
    throw new UserError({
      zh: `${label}：冲击为 ${percent(value)}，应在 0 与 100% 之间`,
      en: `${label}: a shock of ${percent(value)}, expected between 0 and 100%`,
    });
}

function notUnder(least: number): (value: number, label: string) => void {
  return (value, label) => {
    if (!(value >= least) || !Number.isFinite(value))
      throw new UserError({
        zh: `${label}：变动为 ${percent(value)}，应不低于 ${percent(least)}`,
        en: `${label}: a change of ${percent(value)}, expected ${percent(least)} or more`,
      });
  };
}

const percent = (value: number) => `${Number((value * 100).toPrecision(6))}%`;
