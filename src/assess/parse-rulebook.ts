/** A rulebook from its YAML text, refused where what it says does not fit together. */
import {
  type Bilingual,
  nearestNames,
  sha256,
  type YamlFault,
  YamlFile,
  type YamlPath,
} from '../model/index.js';
import { bandFaults } from './bands.js';
import { formFaults, isRecord } from './form-parts.js';
import type { ItemCatalogue } from './items.js';
import { referenceCircles } from './references.js';
import type {
  Bounds,
  Condition,
  Criterion,
  Item,
  Parameter,
  Quantity,
  Rulebook,
  Scoring,
} from './rulebook.js';
import { RULEBOOK_FIELDS, type RulebookForm, rulebookForm } from './rulebook-form.js';
import { inUnit, unitFactor } from './units.js';

const WHAT: Bilingual = { zh: '规则文件', en: 'rulebook' };

/**
 * A rulebook of one file. Thresholds and bands come back in the unit of their item: 4 亿元 of an item in 万元 as 40000 万元.
 *
 * @param items What rules may ask; see `parseItems`.
 * @throws UserError naming file, line, key and reason of every fault: what is no YAML, unknown fields, unknown items,
 *   units that do not fit, missing ones, bands that overlap or leave a gap, references to nothing, points that cannot be.
 */
export function parseRulebook(content: string, file: string, items: ItemCatalogue): Rulebook {
  const yaml = new YamlFile(content, file, WHAT);
  const read = readRulebook(yaml.tree, items, { file, sha256: sha256(content), overlays: [] });
  if ('faults' in read) throw yaml.refuse(read.faults);
  return read.rulebook;
}

/** A rulebook of a tree as YAML gives it, or its faults; for `parseRulebook` and for overlays. */
export function readRulebook(
  tree: unknown,
  items: ItemCatalogue,
  source: Rulebook['source'],
): { rulebook: Rulebook } | { faults: YamlFault[] } {
  const form = rulebookForm.safeParse(tree);
  if (!form.success) return { faults: formFaults(form.error.issues, tree, RULEBOOK_FIELDS) };
  return new Reading(form.data, tree, items).read(source);
}

class Reading {
  readonly #faults: YamlFault[] = [];

  constructor(
    readonly form: RulebookForm,
    readonly tree: unknown,
    readonly items: ItemCatalogue,
  ) {}

  read(source: Rulebook['source']): { rulebook: Rulebook } | { faults: YamlFault[] } {
    const { form } = this;
    const { covers, gates, criteria, pass, duties, ...same } = form;
    const criterion = (place: 'gates' | 'criteria') => (read: RulebookForm['criteria'][number]) =>
      this.#criterion(read, [place, read.id]);
    const judged = [...gates.map(criterion('gates')), ...criteria.map(criterion('criteria'))];
    const rulebook: Rulebook = {
      ...same,
      covers: (covers ?? bothWhile(form.inForce)).map((cover) => ({
        ...cover,
        confidence: cover.confidence ?? form.confidence,
      })),
      gates: gates.map(({ id }) => id),
      criteria: judged,
      scores: form.scores.map((table) => ({
        ...table,
        entries: table.entries.map((entry) => ({
          ...entry,
          scoring: this.#scoring(
            entry.scoring,
            ['scores', table.id, 'entries', entry.id, 'scoring'],
            entry.most,
          ),
        })),
      })),
      pass:
        pass === 'all'
          ? { all: criteria.map(({ id }) => ({ criterion: id })) }
          : pass && this.#condition(pass, ['pass']),
      levels: form.levels.map((level) => ({
        ...level,
        condition: this.#condition(level.condition, ['levels', level.id, 'condition']),
      })),
      duties: duties.map((duty) => ({ ...duty, confidence: duty.confidence ?? form.confidence })),
      source,
    };
    this.#days(rulebook);
    this.#ids(rulebook);
    this.#outcome(rulebook);
    this.#scoreTables(rulebook);
    this.#faults.push(...referenceCircles(rulebook));
    this.#levelOrder(rulebook);
    return this.#faults.length > 0 ? { faults: this.#faults } : { rulebook };
  }

  #fault(path: YamlPath, zh: string, en: string): void {
    this.#faults.push({ path, reason: { zh, en } });
  }

  #criterion(read: RulebookForm['criteria'][number], path: YamlPath): Criterion {
    const { unless, applies, ...rest } = read;
    return {
      ...rest,
      condition: this.#condition(read.condition, [...path, 'condition']),
      ...(applies && { applies: this.#condition(applies, [...path, 'applies']) }),
      ...(unless && {
        unless: {
          text: unless.text,
          condition: this.#condition(unless.condition, [...path, 'unless', 'condition']),
        },
      }),
      confidence: read.confidence ?? this.form.confidence,
    };
  }

  /** The same condition with its numbers in the unit of its item. */
  #condition(condition: Condition, path: YamlPath): Condition {
    if ('all' in condition) {
      return { all: condition.all.map((part, index) => this.#condition(part, [...path, 'all', index])) };
    }
    if ('any' in condition) {
      return { any: condition.any.map((part, index) => this.#condition(part, [...path, 'any', index])) };
    }
    if ('not' in condition) return { not: this.#condition(condition.not, [...path, 'not']) };
    if ('unit' in condition) {
      this.#bounds(condition, path);
      const factor = this.#quantity(condition, condition.unit, path);
      const unit = this.#unitOf(condition) ?? condition.unit;
      const inItemUnit: Bounds = {};
      for (const edge of ['atLeast', 'over', 'atMost', 'below'] as const) {
        const value = condition[edge];
        if (value !== undefined) inItemUnit[edge] = inUnit(value, factor);
      }
      return { ...condition, ...inItemUnit, unit };
    }
    if ('score' in condition) this.#scoreReference(condition, path);
    else if ('oneOf' in condition) this.#choice(condition, path);
    else if ('flag' in condition) this.#flag(condition.flag, [...path, 'flag']);
    else if ('declared' in condition) this.#flag(condition.declared, [...path, 'declared']);
    else if ('industry' in condition) this.#industry(condition, path);
    else if ('criterion' in condition && !this.#criterionIds().has(condition.criterion)) {
      this.#fault(
        [...path, 'criterion'],
        `没有编号为“${condition.criterion}”的条件`,
        `there is no criterion "${condition.criterion}"`,
      );
    }
    return condition;
  }

  #criterionIds(): Set<string> {
    return new Set([...this.form.gates, ...this.form.criteria].map(({ id }) => id));
  }

  #bounds(bounds: Bounds, path: YamlPath): void {
    const { atLeast, over, atMost, below } = bounds;
    const low = atLeast ?? over;
    const high = atMost ?? below;
    if (low === undefined && high === undefined) {
      this.#fault(
        path,
        '没有写界限，应有 atLeast（以上）、over（超过）、atMost（以下）或 below（不足）',
        'no bound is written; expected atLeast, over, atMost or below',
      );
    }
    if (atLeast !== undefined && over !== undefined) {
      this.#fault([...path, 'over'], '下限只能写 atLeast 或 over 之一', 'either atLeast or over, not both');
    }
    if (atMost !== undefined && below !== undefined) {
      this.#fault([...path, 'below'], '上限只能写 atMost 或 below 之一', 'either atMost or below, not both');
    }
    if (low !== undefined && high !== undefined) {
      const point = low === high && atLeast !== undefined && atMost !== undefined;
      if (low > high || (low === high && !point)) {
        this.#fault(
          path,
          `下限 ${low} 与上限 ${high} 之间没有数值`,
          `no value lies between ${low} and ${high}`,
        );
      }
    }
  }

  #item(id: string, path: YamlPath): Item | null {
    const item = this.items.get(id);
    if (!item) {
      const near = this.#nearestItems(id);
      const zh = near.map((candidate) => `${candidate.id}（${candidate.name.zh}）`).join('、');
      const en = near.map((candidate) => `${candidate.id} (${candidate.name.en})`).join(', ');
      this.#fault(
        path,
        `指标目录里没有“${id}”${zh === '' ? '' : `，是否指 ${zh}`}`,
        `there is no item "${id}" in the catalogue${en === '' ? '' : `; did you mean ${en}`}`,
      );
      return null;
    }
    if (!item.subject.includes(this.form.subject)) {
      this.#fault(
        path,
        `“${id}”（${item.name.zh}）不是${SUBJECTS[this.form.subject].zh}的指标`,
        `"${id}" (${item.name.en}) is no item of a ${SUBJECTS[this.form.subject].en}`,
      );
    }
    return item;
  }

  /** Items whose id or name is near to what was written, at most three. */
  #nearestItems(written: string): Item[] {
    const items = [...this.items.values()];
    const names = items.flatMap((item) => [item.id, item.name.zh].map((name) => ({ name, item })));
    return [...new Set(nearestNames(written, names).map(({ item }) => item))].slice(0, 3);
  }

  /** What a quantity is counted in; null where its item is not known. */
  #unitOf({ item, per, basis }: Quantity): string | null {
    if (per !== undefined || (basis !== undefined && GROWTH.has(basis))) return '%';
    if (basis === 'yearsSince') return '年';
    return this.items.get(item)?.unit ?? null;
  }

  /** Faults of a quantity, and what numbers in the written unit are multiplied by. */
  #quantity(quantity: Quantity, written: string, path: YamlPath): number {
    const at = (key: string) => [...path, key];
    const item = this.#item(quantity.item, at('item'));
    if (!item) return 1;
    this.#basis(quantity, item, path);
    if (quantity.per !== undefined) this.#per(quantity, item, at('per'));
    const unit = this.#unitOf(quantity);
    if (unit === null) return 1;
    const factor = unitFactor(written, unit);
    if (factor === null) {
      const points = unit === '%' && /百分点/.test(written);
      this.#fault(
        at('unit'),
        points
          ? '百分比（%）与百分点不是一回事，此处应为 %'
          : `单位“${written}”与“${quantity.item}”（${item.name.zh}）的单位“${unit}”对不上`,
        points
          ? 'per cent and percentage points differ: % is expected here'
          : `the unit ${written} does not fit "${quantity.item}" (${item.name.en}), which is in ${unit}`,
      );
      return 1;
    }
    return factor;
  }

  #basis({ item: id, basis }: Quantity, item: Item, path: YamlPath): void {
    const at = [...path, 'basis'];
    if (item.shape === 'yearly') {
      if (basis === undefined) {
        this.#fault(
          path,
          `缺少“basis”：“${id}”每年一个数，要写明用哪一年`,
          `"basis" is missing: "${id}" has a value a year, so say which count`,
        );
      } else if (basis === 'asOf' || basis === 'yearsSince') {
        this.#fault(
          at,
          `“${id}”每年一个数，不能用 ${basis}`,
          `"${id}" has a value a year: ${basis} does not fit`,
        );
      }
    } else if (item.shape === 'date') {
      if (basis !== 'yearsSince') {
        this.#fault(
          basis === undefined ? path : at,
          `“${id}”是日期，basis 应为 yearsSince（满几年）`,
          `"${id}" is a date: expected the basis yearsSince`,
        );
      }
    } else if (item.shape !== 'single') {
      this.#fault([...path, 'item'], `“${id}”不是数值`, `"${id}" is no number`);
    } else if (basis !== undefined && basis !== 'asOf') {
      this.#fault(at, `“${id}”只有一个数，不能用 ${basis}`, `"${id}" has one value: ${basis} does not fit`);
    }
  }

  #per({ per, basis }: Quantity, item: Item, path: YamlPath): void {
    const base = this.#item(per!, path);
    if (!base) return;
    if (base.shape !== item.shape) {
      this.#fault(
        path,
        `“${base.id}”与“${item.id}”不能相比：一个每年一个数，一个不是`,
        `"${base.id}" and "${item.id}" cannot be set against each other: only one has a value a year`,
      );
    } else if (base.unit !== item.unit) {
      this.#fault(
        path,
        `“${base.id}”的单位是“${base.unit}”，“${item.id}”的单位是“${item.unit}”，不能算百分比`,
        `"${base.id}" is in ${base.unit} and "${item.id}" in ${item.unit}: they give no percentage`,
      );
    }
    if (basis !== undefined && (GROWTH.has(basis) || basis === 'yearsSince')) {
      this.#fault(path, `占比不能用 ${basis}`, `a share has no ${basis}`);
    }
  }

  #choice({ item: id, oneOf }: { item: string; oneOf: string[] }, path: YamlPath): void {
    const item = this.#item(id, [...path, 'item']);
    if (!item) return;
    if (item.shape !== 'choice' && item.shape !== 'text') {
      this.#fault([...path, 'item'], `“${id}”没有选项`, `"${id}" has no choices`);
      return;
    }
    if (item.shape === 'text') return;
    oneOf.forEach((choice, index) => {
      if (item.choices.includes(choice)) return;
      const known = item.choices;
      this.#fault(
        [...path, 'oneOf', index],
        `“${id}”没有“${choice}”这一项，只有：${known.join('、')}`,
        `"${id}" has no choice "${choice}", only ${known.join(', ')}`,
      );
    });
  }

  #flag(id: string, path: YamlPath): void {
    const item = this.#item(id, path);
    if (item && item.shape !== 'flag') {
      this.#fault(path, `“${id}”不是是非项`, `"${id}" is no yes or no`);
    }
  }

  #industry(condition: { industry: string[]; except?: string[] }, path: YamlPath): void {
    for (const key of ['industry', 'except'] as const) {
      condition[key]?.forEach((code, index) => {
        if (/^(?:[A-T]|[A-T]?\d{2,4})$/.test(code)) return;
        this.#fault(
          [...path, key, index],
          `“${code}”不是行业代码；应为门类字母（C）或两到四位数字（39、"06"，以 0 开头的要加引号）`,
          `"${code}" is no industry code; expected a letter (C) or two to four digits (39, "06" in quotation marks)`,
        );
      });
    }
  }

  #scoreReference(condition: { score: string; part?: string } & Bounds, path: YamlPath): void {
    this.#bounds(condition, path);
    const table = this.form.scores.find(({ id }) => id === condition.score);
    if (!table) {
      this.#fault(
        [...path, 'score'],
        `没有编号为“${condition.score}”的评分表`,
        `there is no score table "${condition.score}"`,
      );
      return;
    }
    const part = table.parts.find(({ id }) => id === condition.part);
    if (condition.part !== undefined && !part) {
      this.#fault(
        [...path, 'part'],
        `评分表“${table.id}”没有“${condition.part}”这一部分`,
        `the score table "${table.id}" has no part "${condition.part}"`,
      );
      return;
    }
    const most = part ? part.most : table.parts.reduce((sum, { most }) => sum + most, 0);
    const wanted = condition.atLeast ?? condition.over;
    if (wanted !== undefined && (wanted > most || (wanted === most && condition.over !== undefined))) {
      this.#fault(
        [...path, condition.atLeast === undefined ? 'over' : 'atLeast'],
        `要求 ${wanted} 分，但最高只有 ${most} 分`,
        `${wanted} points are wanted where there are at most ${most}`,
      );
    }
  }

  #scoring(scoring: Scoring, path: YamlPath, most: number): Scoring {
    const tooMany = (points: number, at: YamlPath) => {
      if (points > most) {
        this.#fault(
          at,
          `${points} 分超过了本项满分 ${most} 分`,
          `${points} points are over the most of ${most}`,
        );
      }
    };
    if ('bestOf' in scoring) {
      return {
        bestOf: scoring.bestOf.map((way, index) => this.#scoring(way, [...path, 'bestOf', index], most)),
      };
    }
    if ('first' in scoring) {
      return {
        first: scoring.first.map(({ when, points }, index) => {
          const at = [...path, 'first', index];
          const last = index === scoring.first.length - 1;
          tooMany(points, [...at, 'points']);
          if (!last && !when) {
            this.#fault(
              at,
              '缺少“when”：只有最后一行可以不写条件',
              '"when" is missing: only the last one has none',
            );
          }
          if (last && when) {
            this.#fault(
              [...at, 'when'],
              '最后一行应不写条件，收下其余情形',
              'the last one has no "when": it takes the rest',
            );
          }
          return when ? { when: this.#condition(when, [...at, 'when']), points } : { points };
        }),
      };
    }
    if ('sum' in scoring) {
      tooMany(scoring.cap, [...path, 'cap']);
      return {
        ...scoring,
        sum: scoring.sum.map(({ when, points }, index) => ({
          when: this.#condition(when, [...path, 'sum', index, 'when']),
          points,
        })),
      };
    }
    if ('manual' in scoring) return scoring;
    const factor = this.#quantity(scoring.quantity, scoring.unit, [...path, 'quantity']);
    const unit = this.#unitOf(scoring.quantity) ?? scoring.unit;
    if ('bands' in scoring) {
      scoring.bands.forEach(({ points }, index) => {
        tooMany(points, [...path, 'bands', index, 'points']);
      });
      for (const { band, reason } of bandFaults(
        scoring.bands,
        scoring.unit,
        this.#nonNegative(scoring.quantity),
      )) {
        this.#faults.push({ path: [...path, 'bands', band], reason });
      }
      const edge = (value: number) => inUnit(value, factor);
      return {
        ...scoring,
        unit,
        bands: scoring.bands.map(({ from, over, to, below, points }) => ({
          ...(from !== undefined && { from: edge(from) }),
          ...(over !== undefined && { over: edge(over) }),
          ...(to !== undefined && { to: edge(to) }),
          ...(below !== undefined && { below: edge(below) }),
          points,
        })),
      };
    }
    if ('every' in scoring) {
      tooMany(scoring.cap, [...path, 'cap']);
      return { ...scoring, unit, every: inUnit(scoring.every, factor) };
    }
    if (typeof scoring.weight === 'number') tooMany(scoring.weight, [...path, 'weight']);
    else this.#parameter(scoring.weight.parameter, '分', [...path, 'weight']);
    const { base, lead } = scoring;
    if (typeof base === 'number' && base === lead) {
      this.#fault(
        [...path, 'lead'],
        `基准值与引领值都是 ${base}，无法按线性给分`,
        `base and lead are both ${base}: no line between them`,
      );
    }
    const converted = (value: number | Parameter, key: string): number | Parameter => {
      if (typeof value === 'number') return inUnit(value, factor);
      this.#parameter(value.parameter, unit, [...path, key]);
      return value;
    };
    return { ...scoring, unit, base: converted(base, 'base'), lead: converted(lead, 'lead') };
  }

  #parameter(id: string, unit: string, path: YamlPath): void {
    const parameter = this.form.parameters.find((candidate) => candidate.id === id);
    if (!parameter) {
      this.#fault(path, `没有编号为“${id}”的参数`, `there is no parameter "${id}"`);
    } else if (parameter.unit !== unit) {
      this.#fault(
        path,
        `参数“${id}”的单位是“${parameter.unit}”，此处为“${unit}”`,
        `the parameter "${id}" is in ${parameter.unit}, this in ${unit}`,
      );
    }
  }

  #nonNegative({ item, per, basis }: Quantity): boolean {
    if (basis !== undefined && GROWTH.has(basis)) return false;
    const holds = (id: string | undefined) => id === undefined || this.items.get(id)?.nonNegative === true;
    return holds(item) && holds(per);
  }

  #days(rulebook: Rulebook): void {
    const span = (from: string, to: string | null, path: YamlPath) => {
      if (to !== null && to <= from) {
        this.#fault(
          path,
          `止日 ${to} 不在起日 ${from} 之后`,
          `the end ${to} is not after the beginning ${from}`,
        );
      }
    };
    span(rulebook.inForce.from, rulebook.inForce.to, ['inForce', 'to']);
    rulebook.covers.forEach(({ from, to }, index) => {
      span(from, to, ['covers', index, 'to']);
    });
    rulebook.covers.forEach((cover, index) => {
      const twin = rulebook.covers.findIndex(
        (other, place) =>
          place < index &&
          other.application === cover.application &&
          (other.to === null || cover.from < other.to) &&
          (cover.to === null || other.from < cover.to),
      );
      if (twin >= 0) {
        this.#fault(
          ['covers', index],
          `与第 ${twin + 1} 项的日期重叠`,
          `its days overlap those of entry ${twin + 1}`,
        );
      }
    });
    if (rulebook.supersedes.includes(rulebook.id)) {
      this.#fault(['supersedes'], '规则不能取代自己', 'a rulebook cannot supersede itself');
    }
  }

  #ids(rulebook: Rulebook): void {
    const gates = new Set(this.form.gates.map(({ id }) => id));
    for (const { id } of this.form.criteria) {
      if (gates.has(id)) {
        this.#fault(['criteria', id], `编号“${id}”在 gates 里已经有了`, `"${id}" is a gate already`);
      }
    }
    for (const table of rulebook.scores) {
      if (table.parts.length === 0) {
        this.#fault(['scores', table.id, 'parts'], '至少应有一个部分', 'at least one part is expected');
      }
    }
  }

  #outcome({ pass, levels, criteria }: Rulebook): void {
    const written = isRecord(this.tree) ? this.tree.pass : undefined;
    if (pass === null && levels.length === 0) {
      this.#fault(
        ['pass'],
        '既没有通过条件（pass）也没有等级（levels）；只能由人认定的写 pass: {manual: true}',
        'neither "pass" nor "levels"; where only a person can say, write pass: {manual: true}',
      );
    } else if (pass !== null && levels.length > 0) {
      this.#fault(
        ['levels'],
        'pass 与 levels 只能写一个：定级的规则没有通过条件',
        'either "pass" or "levels": a rulebook that grades has no pass',
      );
    }
    if (written === 'all' && criteria.length === this.form.gates.length) {
      this.#fault(['pass'], 'pass: all 要求至少有一个 criteria', 'pass: all wants at least one criterion');
    }
  }

  #scoreTables(rulebook: Rulebook): void {
    for (const table of rulebook.scores) {
      const at = ['scores', table.id];
      for (const { id, most } of table.parts) {
        const points = table.entries
          .filter(({ part, scoring }) => part === id && !weightIsLoaded(scoring))
          .reduce((sum, entry) => sum + entry.most, 0);
        if (points > most + 1e-9) {
          this.#fault(
            [...at, 'parts', id],
            `各项满分合计 ${points}，超过本部分的 ${most} 分`,
            `its entries come to ${points} points, over its most of ${most}`,
          );
        }
      }
      for (const { id, part } of table.entries) {
        if (!table.parts.some((known) => known.id === part)) {
          this.#fault(
            [...at, 'entries', id, 'part'],
            `评分表“${table.id}”没有“${part}”这一部分`,
            `the score table "${table.id}" has no part "${part}"`,
          );
        }
      }
    }
  }

  /** Levels stand from the highest down: a lower one that asks for more of the same can never be reached. */
  #levelOrder({ levels }: Rulebook): void {
    const floors = levels.map(({ condition }) => floorsOf(condition));
    for (let index = 1; index < levels.length; index++) {
      const [above, here] = [floors[index - 1]!, floors[index]!];
      for (const [what, floor] of here) {
        const higher = above.get(what);
        if (higher === undefined || floor <= higher) continue;
        this.#fault(
          ['levels', levels[index]!.id],
          `等级次序不对：应从高到低，而“${levels[index]!.name.zh}”要求 ${floor}，高于上一级的 ${higher}`,
          `levels stand from the highest down, but "${levels[index]!.name.en}" wants ${floor}, over the ${higher} of the one above it`,
        );
        break;
      }
    }
  }
}

function bothWhile(inForce: Rulebook['inForce']): NonNullable<RulebookForm['covers']> {
  return (['new', 'review'] as const).map((application) => ({ application, ...inForce, note: null }));
}

const SUBJECTS: Record<Rulebook['subject'], Bilingual> = {
  enterprise: { zh: '企业', en: 'firm' },
  cluster: { zh: '集群', en: 'cluster' },
  base: { zh: '示范基地', en: 'base' },
  factory: { zh: '工厂', en: 'factory' },
};

const GROWTH: ReadonlySet<string> = new Set([
  'growthOverOneYear',
  'compoundGrowthOverTwoYears',
  'averageGrowthOverTwoYears',
  'compoundGrowthOverThreeYears',
]);

/** The weight of the entry is left to an official table, so that its `most` is only a ceiling. */
function weightIsLoaded(scoring: Scoring): boolean {
  if ('bestOf' in scoring) return scoring.bestOf.some(weightIsLoaded);
  return 'weight' in scoring && typeof scoring.weight !== 'number';
}

/** Lower bounds that a condition surely asks for, by what they are on. */
function floorsOf(condition: Condition): Map<string, number> {
  if ('all' in condition) return new Map(condition.all.flatMap((part) => [...floorsOf(part)]));
  if (!('score' in condition) && !('unit' in condition)) return new Map();
  const floor = condition.atLeast ?? condition.over;
  if (floor === undefined) return new Map();
  const on =
    'score' in condition
      ? `score ${condition.score} ${condition.part ?? ''}`
      : `item ${condition.item} ${condition.per ?? ''} ${condition.basis ?? ''}`;
  return new Map([[on, floor]]);
}
