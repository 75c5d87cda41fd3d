/**
 * A firm, cluster, base or factory as JSON, into a subject: every value against the catalogue of items. What cannot be used
 * (text for a number, a year that is none, less than nothing) is refused with its reason and unknown to every rule.
 */
import { z } from 'zod';
import { type Bilingual, parsePeriod, UserError } from '../model/index.js';
import { titleKey } from './choose.js';
import { AWARD_LEVELS } from './condition.js';
import type { ItemCatalogue } from './items.js';
import type { Item } from './rulebook.js';
import type { Award, HeldTitle, Subject, SubjectFault } from './subject.js';

const FRAME = z.looseObject({
  name: z.string().trim().min(1),
  creditCode: z.string().trim().min(1).nullish(),
  area: z.union([z.string(), z.number()]).nullish(),
  industry: z.union([z.string(), z.number()]).nullish(),
  titles: z.unknown().optional(),
  awards: z.unknown().optional(),
  sources: z.record(z.string(), z.string()).optional(),
});

/** Keys of the form that are no items. */
const OWN_KEYS = new Set(['name', 'creditCode', 'area', 'industry', 'titles', 'awards', 'sources']);

const DAY = z
  .string()
  .trim()
  .refine((text) => parsePeriod(text)?.kind === 'day', { message: '2024-06-01' });

const TITLE = z
  .strictObject({
    title: z.string().trim().min(1),
    from: DAY.nullish(),
    to: DAY.nullish(),
  })
  .refine((held) => !held.from || !held.to || held.from <= held.to, { message: 'from ≤ to', path: ['to'] });

const AWARD = z.strictObject({
  level: z.enum(AWARD_LEVELS),
  rank: z.number().int().positive().nullish(),
  date: DAY,
});

export interface SubjectFormOptions {
  items: ItemCatalogue;
  /** Short title of every name by which a title goes (`titleNames`); a name that is not in it stays as it is. */
  titleNames?: ReadonlyMap<string, string>;
}

/**
 * The subject that a JSON form describes, values in the units of the catalogue. A title or an award that cannot be read
 * makes all of them unknown: with one of them missing nothing could be said of what is not held.
 * Throws a UserError where the form is no object, or has no name.
 */
export function subjectOf(form: unknown, { items, titleNames }: SubjectFormOptions): Subject {
  const parsed = FRAME.safeParse(form);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const where = issue.path.join('.') || '$';
    throw new UserError({
      zh: `企业资料无法读取：${where}：${where === 'name' ? '须有名称（文字）' : issue.message}`,
      en: `The firm cannot be read: ${where}: ${where === 'name' ? 'a name is needed, as text' : issue.message}`,
    });
  }
  const frame = parsed.data;
  const intake = new Intake(items);
  for (const [key, value] of Object.entries(frame)) if (!OWN_KEYS.has(key)) intake.take(key, value);
  const area = codeOf(frame.area, /^\d{6}$/);
  if (area === undefined)
    intake.fault('area', null, frame.area, {
      zh: '地区须为六位行政区划代码（如 440300）',
      en: 'the area must be a code of six digits, 440300 for one',
    });
  const industry = codeOf(frame.industry, /^(?:[A-T]\d{0,4}|\d{2,4})$/);
  if (industry === undefined)
    intake.fault('industry', null, frame.industry, {
      zh: '行业须为 GB/T 4754 代码（如 C3484）',
      en: 'the industry must be a GB/T 4754 code, C3484 for one',
    });
  return {
    name: frame.name,
    creditCode: frame.creditCode ?? null,
    area: area ?? null,
    industry: industry ?? null,
    single: intake.single,
    yearly: intake.yearly,
    titles: intake.titles(frame.titles, titleNames),
    awards: intake.awards(frame.awards),
    faults: intake.faults,
    origin: new Map(Object.entries(frame.sources ?? {})),
  };
}

/** Null where there is none, undefined where it is not one. */
function codeOf(value: string | number | null | undefined, pattern: RegExp): string | null | undefined {
  if (value === null || value === undefined) return null;
  const text = String(value).normalize('NFKC').trim().toUpperCase();
  if (text === '') return null;
  return pattern.test(text) ? text : undefined;
}

class Intake {
  readonly single = new Map<string, number | boolean | string>();
  readonly yearly = new Map<string, Map<number, number>>();
  readonly faults: SubjectFault[] = [];
  readonly #items: ItemCatalogue;
  constructor(items: ItemCatalogue) {
    this.#items = items;
  }

  fault(item: string, year: number | null, value: unknown, reason: Bilingual): void {
    this.faults.push({
      item,
      year,
      value: typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)),
      reason,
    });
  }

  /** A value at a dotted id; an object that is no item holds items of its own. */
  take(id: string, value: unknown): void {
    if (value === null || value === undefined) return;
    const item = this.#items.get(id);
    if (item?.shape === 'yearly') this.#takeYears(item, value);
    else if (item) this.#takeSingle(item, value);
    else if (isRecord(value))
      for (const [key, inner] of Object.entries(value)) this.take(`${id}.${key}`, inner);
    else
      this.fault(id, null, value, {
        zh: '指标目录里没有这一项',
        en: 'the catalogue has no such item',
      });
  }

  #takeYears(item: Item, value: unknown): void {
    if (!isRecord(value)) {
      this.fault(item.id, null, value, {
        zh: `“${item.name.zh}”须按年份给出，如 {"2025": 700}；不知是哪一年的数不采用`,
        en: `${item.name.en} is given by year, {"2025": 700} for one; a value of no stated year is not used`,
      });
      return;
    }
    for (const [key, each] of Object.entries(value)) {
      if (each === null || each === undefined) continue;
      const year = /^(?:19|20)\d\d$/.test(key) ? Number(key) : null;
      if (year === null) {
        this.fault(item.id, null, each, {
          zh: `“${key}”不是年份（应为四位，如 2025）`,
          en: `${key} is no year (four digits, 2025 for one)`,
        });
        continue;
      }
      const number = this.#number(item, year, each);
      if (number === null) continue;
      const years = this.yearly.get(item.id) ?? new Map<number, number>();
      years.set(year, number);
      this.yearly.set(item.id, years);
    }
  }

  #takeSingle(item: Item, value: unknown): void {
    switch (item.shape) {
      case 'flag':
        if (typeof value === 'boolean') this.single.set(item.id, value);
        else this.fault(item.id, null, value, { zh: '应为 true 或 false', en: 'must be true or false' });
        return;
      case 'date':
        if (typeof value === 'string' && parsePeriod(value.trim())?.kind === 'day')
          this.single.set(item.id, value.trim());
        else
          this.fault(item.id, null, value, {
            zh: '日期应写作 2012-05-01',
            en: 'a date is written as 2012-05-01',
          });
        return;
      case 'choice':
        if (typeof value === 'string' && item.choices.includes(value.trim()))
          this.single.set(item.id, value.trim());
        else
          this.fault(item.id, null, value, {
            zh: `应为 ${item.choices.join('、')} 之一`,
            en: `must be one of ${item.choices.join(', ')}`,
          });
        return;
      case 'text':
        if (typeof value === 'string' && value.trim() !== '') this.single.set(item.id, value.trim());
        else this.fault(item.id, null, value, { zh: '应为文字', en: 'must be text' });
        return;
      default: {
        if (isRecord(value)) {
          this.fault(item.id, null, value, {
            zh: `“${item.name.zh}”只有一个数，不按年份给出`,
            en: `${item.name.en} is one value, not one of each year`,
          });
          return;
        }
        const number = this.#number(item, null, value);
        if (number !== null) this.single.set(item.id, number);
      }
    }
  }

  #number(item: Item, year: number | null, value: unknown): number | null {
    const unit = item.unit ?? '';
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      const text = typeof value === 'string' ? value.trim() : '';
      const other = /^[-+]?[\d,.]+\s*([^\d,.\s].*)$/.exec(text)?.[1];
      this.fault(
        item.id,
        year,
        value,
        other !== undefined
          ? {
              zh: `带有单位“${other}”；须为数，单位一律为${unit || '1'}`,
              en: `carries the unit ${other}; a number is wanted, always in ${unit || '1'}`,
            }
          : { zh: `须为数（${unit}）`, en: `must be a number (${unit})` },
      );
      return null;
    }
    if (item.nonNegative && value < 0) {
      this.fault(item.id, year, value, {
        zh: `“${item.name.zh}”不能小于 0`,
        en: `${item.name.en} cannot be below 0`,
      });
      return null;
    }
    return value;
  }

  titles(form: unknown, names: ReadonlyMap<string, string> | undefined): HeldTitle[] | null {
    return (
      this.#list('titles', form, TITLE, {
        zh: '称号须写作 {"title": "专精特新", "from": "2024-06-01", "to": "2027-05-31"}，起止日期不可颠倒',
        en: 'a title is written as {"title": "专精特新", "from": "2024-06-01", "to": "2027-05-31"}, from not after to',
      })?.map(({ title, from, to }) => ({
        title: names?.get(titleKey(title)) ?? title,
        from: from ?? null,
        to: to ?? null,
      })) ?? null
    );
  }

  awards(form: unknown): Award[] | null {
    return (
      this.#list('awards', form, AWARD, {
        zh: `奖励须写作 {"level": "国家级", "rank": 2, "date": "2024-06-01"}，级别为 ${AWARD_LEVELS.join('、')} 之一`,
        en: `an award is written as {"level": "国家级", "rank": 2, "date": "2024-06-01"}, its level one of ${AWARD_LEVELS.join(', ')}`,
      })?.map(({ level, rank, date }) => ({ level, rank: rank ?? null, date })) ?? null
    );
  }

  #list<T>(key: string, form: unknown, schema: z.ZodType<T>, expected: Bilingual): T[] | null {
    if (form === null || form === undefined) return null;
    const all = Array.isArray(form) ? form : [form];
    const read: T[] = [];
    let refused = false;
    for (const each of all) {
      const parsed = Array.isArray(form) ? schema.safeParse(each) : null;
      if (parsed?.success) read.push(parsed.data);
      else {
        refused = true;
        const path = parsed?.error?.issues[0]?.path.join('.') ?? '';
        this.fault(path === '' ? key : `${key}.${path}`, null, each, expected);
      }
    }
    return refused ? null : read;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The short title of every name by which titles go: their own, then aliases and full names that mean one title only. */
export function titleNames(
  rulebooks: readonly { title: string; aliases: readonly string[]; name: Bilingual }[],
): Map<string, string> {
  const meant = new Map<string, Set<string>>();
  for (const { title, aliases, name } of rulebooks)
    for (const word of [...aliases, name.zh, name.en])
      meant.set(titleKey(word), (meant.get(titleKey(word)) ?? new Set()).add(title));
  const names = new Map<string, string>();
  for (const [word, titles] of meant) if (titles.size === 1) names.set(word, [...titles][0]!);
  for (const { title } of rulebooks) names.set(titleKey(title), title);
  return names;
}
