/** What the forms of rulebooks, overlays and the item catalogue are built from, and their faults in both languages. */
import { z } from 'zod';
import { type Bilingual, editDistance, type YamlFault, type YamlPath } from '../model/index.js';

const bothLanguages = z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() });

/** A text in both languages; a plain Chinese one stands for both. */
export const text = z.unknown().transform((value, context): Bilingual => {
  if (typeof value === 'string' && value.trim() !== '') return { zh: value, en: value };
  const given = bothLanguages.safeParse(value);
  if (given.success) return { zh: given.data.zh, en: given.data.en ?? given.data.zh };
  const stray = isRecord(value) ? Object.keys(value).filter((key) => key !== 'zh' && key !== 'en') : [];
  if (stray.length > 0) {
    say(context, {
      zh: `多出“${stray.join('、')}”：花括号里的文字有逗号时要加引号`,
      en: `"${stray.join(', ')}" is too much: within braces a text with a comma wants quotation marks`,
    });
    return z.NEVER;
  }
  say(context, { zh: '应为一段文字，或 {zh: 中文, en: 英文}', en: 'expected a text, or {zh: …, en: …}' });
  return z.NEVER;
});

const textList = z.array(text);

export const texts = z.unknown().transform((value, context): Bilingual[] => {
  const list = textList.safeParse(Array.isArray(value) ? value : [value]);
  if (list.success) return list.data;
  passOn(context, list.error.issues);
  return z.NEVER;
});

/** A real day as `2026-04-01`. */
export const day = z.string().refine(isDay, {
  params: { zh: '应为日期，写作 2026-04-01', en: 'expected a day such as 2026-04-01' },
});

/** A day of every year: `05-31`. */
export const dayOfYear = z.string().refine((value) => isDay(`2024-${value}`), {
  params: { zh: '应为月和日，写作 05-31', en: 'expected a month and day such as 05-31' },
});

export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** Six digits by GB/T 2260, in quotation marks or not. */
export const areaCode = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => /^[1-9]\d{5}$/.test(value), {
    params: {
      zh: '应为六位行政区划代码，全国写作 100000',
      en: 'expected an area code of six digits, 100000 for the whole country',
    },
  });

/** Words or one word; a number is taken as it is written. */
export const anyWords = z
  .union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))])
  .transform((value) => (Array.isArray(value) ? value : [value]).map(String));

/** At least one. */
export const words = anyWords.refine((list) => list.length > 0, {
  params: { zh: '至少应写一项', en: 'expected at least one' },
});

const ID = /^\p{L}[\p{L}\p{N}_.-]*$/u;

/** Ids begin with a letter, so that no map is put into the order of its numbers. */
export const id = z.string().refine((value) => ID.test(value), {
  params: {
    zh: '编号应以字母或汉字开头，其后为字母、汉字、数字、- 或 .',
    en: 'an id begins with a letter, then letters, digits, - or .',
  },
});

/** A map by id as a list that keeps its order; each entry is read together with its id. */
export function byId<Entry extends z.ZodType>(entry: Entry) {
  return z.unknown().transform((value, context): (z.output<Entry> & { id: string })[] => {
    if (!isRecord(value)) {
      say(context, {
        zh: '应为按编号排列的若干项（编号: …）',
        en: 'expected entries by their ids (id: …)',
      });
      return z.NEVER;
    }
    const entries: (z.output<Entry> & { id: string })[] = [];
    for (const [key, fields] of Object.entries(value)) {
      const named = id.safeParse(key);
      if (!named.success) passOn(context, named.error.issues, [key]);
      const read = entry.safeParse(fields);
      if (read.success) entries.push({ id: key, ...(read.data as object) } as (typeof entries)[number]);
      else passOn(context, read.error.issues, [key]);
    }
    return entries;
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Refinement = z.core.$RefinementCtx<unknown>;

/** A fault in words of ours. */
export function say(context: Refinement, reason: Bilingual, path: PropertyKey[] = []): void {
  context.issues.push({ code: 'custom', input: context.value, params: reason, path: [...path] });
}

/** Hands on what was found further in. */
export function passOn(
  context: Refinement,
  issues: readonly z.core.$ZodIssue[],
  path: readonly PropertyKey[] = [],
): void {
  for (const issue of issues) {
    context.issues.push({ ...issue, path: [...path, ...issue.path] } as z.core.$ZodRawIssue);
  }
}

const TYPES: Record<string, Bilingual> = {
  string: { zh: '文字', en: 'a text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '若干键值（键: 值）', en: 'keys and values' },
  record: { zh: '若干键值（键: 值）', en: 'keys and values' },
};

/**
 * Faults of a form, in both languages.
 *
 * @param tree What was read, for what stands where something else is expected.
 * @param fields Fields that a form of this kind knows, for those near to one that it does not know.
 */
export function formFaults(
  issues: readonly z.core.$ZodIssue[],
  tree: unknown,
  fields: readonly string[],
): YamlFault[] {
  return issues.flatMap((issue): YamlFault[] => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const near = nearestFields(key, fields);
        return {
          path: [...path, key],
          reason: {
            zh: `没有“${key}”这个字段${near.length > 0 ? `，是否指 ${near.join('、')}` : ''}`,
            en: `unknown field "${key}"${near.length > 0 ? `; did you mean ${near.join(', ')}` : ''}`,
          },
        };
      });
    }
    return [{ path, reason: reasonOf(issue, valueAt(tree, path)) }];
  });
}

/** Fields that differ by no more than two letters, or by capitals. */
function nearestFields(written: string, fields: readonly string[]): string[] {
  const apart = (field: string) => editDistance(written.toLowerCase(), field.toLowerCase(), 2);
  return [...new Set(fields)]
    .map((field) => ({ field, distance: apart(field) }))
    .filter(({ field, distance }) => distance <= 2 && distance < field.length - 1)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ field }) => field);
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): Bilingual {
  const params = 'params' in issue ? (issue.params as Partial<Bilingual> | undefined) : undefined;
  if (params?.zh && params.en) return { zh: params.zh, en: params.en };
  const missing = value === undefined;
  const name = String(issue.path.at(-1) ?? '');
  if (missing && ['invalid_type', 'invalid_union', 'invalid_value'].includes(issue.code)) {
    return { zh: `缺少“${name}”`, en: `"${name}" is missing` };
  }
  const written = JSON.stringify(value) ?? '';
  const found: Bilingual =
    written === '' || written.length > 60
      ? { zh: '', en: '' }
      : { zh: `，而写的是 ${written}`, en: `; it says ${written}` };
  switch (issue.code) {
    case 'invalid_type': {
      const type = TYPES[issue.expected] ?? { zh: issue.expected, en: issue.expected };
      return { zh: `应为${type.zh}${found.zh}`, en: `expected ${type.en}${found.en}` };
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      return {
        zh: `应为 ${values.join('、')} 之一${found.zh}`,
        en: `expected one of ${values.join(', ')}${found.en}`,
      };
    }
    case 'invalid_union':
      return { zh: `写法不对${found.zh}`, en: `not a form that is known${found.en}` };
    case 'too_small':
      return {
        zh: `不得少于 ${issue.minimum}${found.zh}`,
        en: `must be at least ${issue.minimum}${found.en}`,
      };
    case 'too_big':
      return {
        zh: `不得大于 ${issue.maximum}${found.zh}`,
        en: `must be at most ${issue.maximum}${found.en}`,
      };
    default:
      return { zh: issue.message, en: issue.message };
  }
}

function valueAt(tree: unknown, path: YamlPath): unknown {
  let value = tree;
  for (const part of path) {
    if (Array.isArray(value)) value = value[part as number];
    // Keys that the reading gathers under a name stand beside each other in the file.
    else if (isRecord(value))
      value = Object.hasOwn(value, part) ? value[part as string] : gathered(value, part);
    else return undefined;
  }
  return value;
}

function gathered(value: Record<string, unknown>, part: PropertyKey): unknown {
  return part === 'condition' || part === 'scoring' || part === 'quantity' ? value : undefined;
}
