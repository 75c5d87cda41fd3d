/** Overlays: what a province or a year changes in a rulebook, without a copy of it. */
import { z } from 'zod';
import { type Bilingual, sha256, type YamlFault, YamlFile, type YamlPath } from '../model/index.js';
import { areaCode, day, formFaults, id, isRecord, text, texts } from './form-parts.js';
import type { ItemCatalogue } from './items.js';
import { readRulebook } from './parse-rulebook.js';
import { idleCriteria } from './references.js';
import type { Application, Confidence, Rulebook } from './rulebook.js';
import { CONDITION_KINDS, LOWER_BOUNDS, SCORING_KINDS, UPPER_BOUNDS } from './rulebook-form.js';

const WHAT: Bilingual = { zh: '规则修订文件', en: 'overlay' };

/** Parts of a rulebook that an overlay may change: what it is, where it comes from and when it counts stay as they are. */
const CHANGEABLE = [
  ...['parameters', 'gates', 'criteria', 'scores', 'pass', 'levels', 'validityMonths', 'duties'],
];

const year = z.int().min(1949).max(2100);

const overlayForm = z
  .strictObject({
    overlay: id,
    of: id,
    name: text,
    document: z
      .strictObject({ name: z.string().min(1), number: z.string().min(1), issuer: z.string().min(1) })
      .nullable()
      .default(null),
    official: z.string().nullable().default(null),
    area: areaCode.default('100000'),
    application: z.enum(['new', 'review']).nullable().default(null),
    years: z.union([year, z.array(year).min(1)]).exactOptional(),
    from: day.exactOptional(),
    to: day.nullable().default(null),
    status: z.enum(['current', 'draft']),
    confidence: z.enum(['V2', 'V1', 'MEM', 'CONFLICT', 'DER']),
    checked: day,
    owner: z.string().min(1),
    notes: texts.default([]),
    change: z.record(z.string(), z.unknown()),
  })
  .superRefine(({ years, from, to, change }, context) => {
    const fault = (path: PropertyKey[], zh: string, en: string) =>
      context.addIssue({ code: 'custom', path, params: { zh, en } });
    if ((years === undefined) === (from === undefined)) {
      fault(
        years === undefined ? [] : ['years'],
        '应写 years（哪几年）或 from（自哪天起）之一',
        'expected either years or from',
      );
    }
    if (years !== undefined && to !== null)
      fault(['to'], '写了 years 就不写 to', 'years leaves no room for to');
    if (from !== undefined && to !== null && to <= from) {
      fault(['to'], `止日 ${to} 不在起日 ${from} 之后`, `the end ${to} is not after the beginning ${from}`);
    }
    const list = [years ?? []].flat();
    if (list.some((value, index) => index > 0 && value !== list[index - 1]! + 1)) {
      fault(['years'], '年份应连续，从早到晚', 'years follow each other, earliest first');
    }
    for (const key of Object.keys(change)) {
      if (!CHANGEABLE.includes(key)) {
        fault(
          ['change', key],
          `修订不能改“${key}”，只能改：${CHANGEABLE.join('、')}`,
          `an overlay cannot change "${key}", only ${CHANGEABLE.join(', ')}`,
        );
      }
    }
  });

export interface Overlay {
  id: string;
  /** Id of the rulebook it changes. */
  of: string;
  name: Bilingual;
  document: { name: string; number: string; issuer: string } | null;
  official: string | null;
  /** GB/T 2260 code of six digits. */
  area: string;
  /** Both kinds where it is null. */
  application: Application | null;
  /** ISO days of judging; `to` is the first day it no longer counts. */
  from: string;
  to: string | null;
  status: 'current' | 'draft';
  confidence: Confidence;
  checked: string;
  owner: string;
  notes: Bilingual[];
  /** Written as in the rulebook: maps are merged, lists and values replaced, what is null goes. */
  change: Readonly<Record<string, unknown>>;
  source: { file: string; sha256: string };
}

/**
 * An overlay of one file. Whether its changes fit the rulebook shows when they are laid on it: `overlaid`.
 *
 * @throws UserError naming file, line, key and reason.
 */
export function parseOverlay(content: string, file: string): Overlay {
  return readOverlay(new YamlFile(content, file, WHAT), content);
}

/** The same of a file that is read already. */
export function readOverlay(yaml: YamlFile, content: string): Overlay {
  const form = overlayForm.safeParse(yaml.tree);
  if (!form.success)
    throw yaml.refuse(formFaults(form.error.issues, yaml.tree, Object.keys(overlayForm.shape)));
  const { overlay, years, from, to, ...same } = form.data;
  const list = [years ?? []].flat();
  return {
    ...same,
    id: overlay,
    from: from ?? `${list[0]}-01-01`,
    to: list.length > 0 ? `${list.at(-1)! + 1}-01-01` : to,
    source: { file: yaml.file, sha256: sha256(content) },
  };
}

/** A file of the overlays' folder begins with the key `overlay`. */
export function isOverlay(tree: unknown): boolean {
  return isRecord(tree) && 'overlay' in tree;
}

/**
 * A rulebook with overlays laid on it, one after another.
 *
 * @param tree The rulebook as its YAML gives it.
 * @param overlays Each with its file, for the lines of its faults.
 * @throws UserError naming file, line, key and reason where an overlay does not fit.
 */
export function overlaid(
  rulebook: Rulebook,
  tree: unknown,
  overlays: readonly { overlay: Overlay; yaml: YamlFile }[],
  items: ItemCatalogue,
): Rulebook {
  let laid = { rulebook, tree };
  for (const { overlay, yaml } of overlays) {
    const merged = mergeOverlay(laid.rulebook, laid.tree, overlay);
    const read = readRulebook(merged, items, {
      ...laid.rulebook.source,
      overlays: [...laid.rulebook.source.overlays, { id: overlay.id, ...overlay.source }],
    });
    const refuse = (faults: readonly YamlFault[]) =>
      yaml.refuse(faults.map(({ path, reason }) => ({ path: ['change', ...path], reason })));
    if ('faults' in read) throw refuse(read.faults);
    const idle = idleAdditions(laid.rulebook, read.rulebook);
    if (idle.length > 0) throw refuse(idle);
    const { covers, inForce, notes } = laid.rulebook;
    laid = {
      rulebook: { ...read.rulebook, covers, inForce, notes: [...notes, ...overlay.notes] },
      tree: merged,
    };
  }
  return laid.rulebook;
}

/** A rulebook may show what decides nothing (引导性指标); a criterion that an overlay adds is meant to count. */
function idleAdditions(before: Rulebook, after: Rulebook): YamlFault[] {
  const known = new Set(before.criteria.map(({ id }) => id));
  const outcome = after.pass ? 'pass' : 'levels';
  return idleCriteria(after)
    .filter((id) => !known.has(id))
    .map((id) => ({
      path: ['criteria', id],
      reason: {
        zh: `新增的这一条不起作用：规则的 ${outcome} 没有引用它，请在修订里一并改写 ${outcome}，或把它写在 gates 里`,
        en: `what is added counts for nothing: "${outcome}" of the rulebook does not ask for it; change "${outcome}" as well, or write it under "gates"`,
      },
    }));
}

/** Paths of the values that an overlay writes: criteria, revenue, atLeast. */
export function changedPaths(overlay: Overlay): string[][] {
  const leaves = (value: unknown, path: string[]): string[][] =>
    isRecord(value) && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
      : [path];
  return leaves(overlay.change, []);
}

/** From the surest to the least sure. */
const SURENESS: readonly Confidence[] = ['V2', 'V1', 'DER', 'CONFLICT', 'MEM'];

const lessSure = (a: Confidence, b: Confidence): Confidence =>
  SURENESS.indexOf(a) > SURENESS.indexOf(b) ? a : b;

type Tree = Record<string, unknown>;

function mergeOverlay(rulebook: Rulebook, tree: unknown, overlay: Overlay): Tree {
  const merged = merge(tree as Tree, overlay.change, []) as Tree;
  const known = new Map([
    ...rulebook.criteria.map(({ id, confidence }) => [id, confidence] as const),
    ...rulebook.duties.map(({ id, confidence }) => [`duty ${id}`, confidence] as const),
  ]);
  for (const place of ['gates', 'criteria', 'duties'] as const) {
    const written = overlay.change[place];
    const all = merged[place];
    if (!isRecord(written) || !isRecord(all)) continue;
    for (const [key, change] of Object.entries(written)) {
      const entry = all[key];
      if (!isRecord(entry) || (isRecord(change) && 'confidence' in change)) continue;
      const before = known.get(place === 'duties' ? `duty ${key}` : key);
      all[key] = { ...entry, confidence: before ? lessSure(before, overlay.confidence) : overlay.confidence };
    }
  }
  return merged;
}

function merge(base: unknown, change: unknown, path: YamlPath): unknown {
  if (!isRecord(change)) return change;
  if (!isRecord(base)) return withoutNulls(change);
  const [from, to] = isHolder(path) ? [unfolded(base), unfolded(change)] : [base, change];
  const merged: Tree = isHolder(path) ? withoutReplaced(from, to) : { ...from };
  for (const [key, value] of Object.entries(to)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value, [...path, key]);
  }
  return merged;
}

function withoutNulls(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isRecord(value) ? withoutNulls(value) : value]),
  );
}

/** Criteria, their exceptions, levels and score entries: they hold a condition or a scoring beside fields of their own. */
function isHolder(path: YamlPath): boolean {
  const [place, , inner, , last] = path;
  if (place === 'criteria' || place === 'gates') {
    return path.length === 2 || (path.length === 3 && (inner === 'unless' || inner === 'applies'));
  }
  if (place === 'levels') return path.length === 2;
  return place === 'scores' && inner === 'entries' && path.length === 4 && last === undefined;
}

/** Whatever stands under `condition`, `scoring` or `quantity` beside the other fields. */
function unfolded(holder: Tree): Tree {
  let flat = holder;
  for (const name of ['condition', 'scoring', 'quantity']) {
    const { [name]: inner, ...rest } = flat;
    if (isRecord(inner)) flat = { ...rest, ...inner };
  }
  return flat;
}

const OWN_FIELDS: ReadonlySet<string> = new Set([
  ...['clause', 'text', 'only', 'applies', 'unless', 'claimed', 'evidence', 'remedy', 'confidence'],
  ...['name', 'most'],
]);

/**
 * What stays of a condition or a scoring: a new kind of it replaces all of it; a new bound replaces the one on its side.
 * `part` is a field of a score entry and a detail of a condition on a score.
 */
function withoutReplaced(base: Tree, change: Tree): Tree {
  const writes = (keys: readonly string[]) => keys.some((key) => Object.hasOwn(change, key));
  const isEntry = 'most' in base;
  const gone = new Set<string>();
  if (writes(isEntry ? SCORING_KINDS : CONDITION_KINDS)) {
    for (const key of Object.keys(base)) {
      if (!OWN_FIELDS.has(key) && !(isEntry && key === 'part')) gone.add(key);
    }
  }
  for (const side of [LOWER_BOUNDS, UPPER_BOUNDS]) {
    if (writes(side)) for (const key of side) gone.add(key);
  }
  return Object.fromEntries(Object.entries(base).filter(([key]) => !gone.has(key)));
}
