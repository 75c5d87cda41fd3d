/**
 * The form in which a rulebook is written: the shape of `Rulebook` with the shortcuts that make it readable. Whether
 * what it says fits together is for `parseRulebook`.
 */
import { z } from 'zod';
import {
  anyWords,
  areaCode,
  byId,
  day,
  dayOfYear,
  id,
  isRecord,
  passOn,
  say,
  text,
  texts,
  words,
} from './form-parts.js';
import type { Bounds, Condition, Quantity, Rulebook, Scoring } from './rulebook.js';

const BASES = [
  'asOf',
  'lastYear',
  'thisYear',
  'eachOfTwoYears',
  'eachOfThreeYears',
  'eitherOfTwoYears',
  'anyOfThreeYears',
  'sumOfTwoYears',
  'sumOfThreeYears',
  'sumOfFiveYears',
  'averageOfTwoYears',
  'averageOfThreeYears',
  'growthOverOneYear',
  'compoundGrowthOverTwoYears',
  'averageGrowthOverTwoYears',
  'compoundGrowthOverThreeYears',
  'yearsSince',
] as const;

const number = z.number();
const application = z.enum(['new', 'review']);
const confidence = z.enum(['V2', 'V1', 'MEM', 'CONFLICT', 'DER']);

const quantityKeys = {
  item: id,
  per: id.exactOptional(),
  basis: z.enum(BASES).exactOptional(),
};
const boundKeys = {
  atLeast: number.exactOptional(),
  over: number.exactOptional(),
  atMost: number.exactOptional(),
  below: number.exactOptional(),
} satisfies Record<keyof Bounds, z.ZodType>;

/** What a condition may write, by the key that tells its kind. */
const KINDS: Record<string, z.ZodType> = {
  oneOf: z.strictObject({ item: id, oneOf: words }),
  industry: z.strictObject({ industry: words, except: words.exactOptional() }),
  flag: z.strictObject({ flag: id, is: z.boolean() }),
  declared: z.strictObject({ declared: id, is: z.boolean() }),
  holds: z.strictObject({ holds: words }),
  lacks: z.strictObject({ lacks: words }),
  award: z.strictObject({
    award: z.strictObject({
      level: z.enum(['国家级', '省部级', '市级']),
      rankAtMost: z.int().min(1).exactOptional(),
      withinYears: z.int().min(1),
    }),
  }),
  level: z.strictObject({ level: z.strictObject({ title: z.string().min(1), oneOf: words }) }),
  score: z.strictObject({ score: id, part: id.exactOptional(), ...boundKeys }),
  manual: z.strictObject({ manual: z.literal(true) }),
  criterion: z.strictObject({ criterion: id }),
  not: z.strictObject({ not: z.lazy(() => condition) }),
  all: z.strictObject({ all: z.array(z.lazy(() => condition)).min(1) }),
  any: z.strictObject({ any: z.array(z.lazy(() => condition)).min(1) }),
  item: z.strictObject({ ...quantityKeys, ...boundKeys, unit: z.string().min(1) }),
};

/** Keys that tell the kind of a condition: where an overlay writes one, the condition is replaced as a whole. */
export const CONDITION_KINDS: readonly string[] = Object.keys(KINDS);
/** Keys of a condition that an overlay may mend one by one. */
export const CONDITION_DETAILS: readonly string[] = ['per', 'basis', 'unit', 'is', 'except', 'part'];
export const LOWER_BOUNDS: readonly string[] = ['atLeast', 'over'];
export const UPPER_BOUNDS: readonly string[] = ['atMost', 'below'];

const condition: z.ZodType<Condition> = z.unknown().transform((value, context): Condition => {
  if (!isRecord(value)) {
    say(context, { zh: '应为一个条件', en: 'expected a condition' });
    return z.NEVER;
  }
  const kinds = CONDITION_KINDS.filter(
    (kind) => Object.hasOwn(value, kind) && !(kind === 'item' && Object.hasOwn(value, 'oneOf')),
  );
  const [kind, second] = kinds;
  if (kind === undefined) {
    const known = CONDITION_KINDS.join(', ');
    say(context, {
      zh: `没有写条件，应有其中之一：${known}`,
      en: `no condition is written; expected one of ${known}`,
    });
    return z.NEVER;
  }
  if (second !== undefined) {
    say(context, {
      zh: `一处写了两个条件：${kinds.join('、')}；请用 all 或 any 组合`,
      en: `several conditions at once: ${kinds.join(', ')}; join them by all or any`,
    });
    return z.NEVER;
  }
  const read = KINDS[kind]!.safeParse(value);
  if (read.success) return read.data as Condition;
  passOn(context, read.error.issues);
  return z.NEVER;
}) as never;

const bandKeys = {
  from: number.exactOptional(),
  over: number.exactOptional(),
  to: number.exactOptional(),
  below: number.exactOptional(),
  points: number,
};
const quantity: z.ZodType<Quantity> = z.strictObject(quantityKeys);
const parameter = z.strictObject({ parameter: id });
const parameterOr = z.unknown().transform((value, context): number | { parameter: string } => {
  const read = (isRecord(value) ? parameter : number).safeParse(value);
  if (read.success) return read.data;
  passOn(context, read.error.issues);
  return z.NEVER;
});

const measured = { quantity, unit: z.string().min(1) };
const SCORINGS: Record<string, z.ZodType> = {
  bands: z.strictObject({ ...measured, bands: z.array(z.strictObject(bandKeys)).min(1) }),
  first: z.strictObject({
    first: z.array(z.strictObject({ when: condition.exactOptional(), points: number })).min(1),
  }),
  sum: z.strictObject({
    sum: z.array(z.strictObject({ when: condition, points: number })).min(1),
    cap: number,
  }),
  every: z.strictObject({ ...measured, every: number.gt(0), points: number, cap: number }),
  base: z.strictObject({ ...measured, base: parameterOr, lead: parameterOr, weight: parameterOr }),
  bestOf: z.strictObject({ bestOf: z.array(z.lazy(() => scoring)).min(1) }),
  manual: z.strictObject({ manual: z.literal(true) }),
};

/** Keys that tell how points come about: where an overlay writes one, the way is replaced as a whole. */
export const SCORING_KINDS: readonly string[] = Object.keys(SCORINGS);
export const SCORING_DETAILS: readonly string[] = [
  ...['quantity', 'item', 'per', 'basis', 'unit', 'cap', 'every', 'points', 'lead', 'weight'],
];

const scoring: z.ZodType<Scoring> = z.unknown().transform((value, context): Scoring => {
  if (!isRecord(value)) {
    say(context, { zh: '应写明如何给分', en: 'expected how points come about' });
    return z.NEVER;
  }
  const kinds = SCORING_KINDS.filter((kind) => Object.hasOwn(value, kind));
  if (kinds.length !== 1) {
    const known = SCORING_KINDS.join(', ');
    say(context, {
      zh:
        kinds.length === 0
          ? `没有写如何给分，应有其中之一：${known}`
          : `写了几种给分方法：${kinds.join('、')}`,
      en:
        kinds.length === 0
          ? `it is not said how points come about; expected one of ${known}`
          : `several ways to give points: ${kinds.join(', ')}`,
    });
    return z.NEVER;
  }
  // The quantity may be written in place: item, per and basis beside the unit.
  const { item, per, basis, ...rest } = value;
  const inPlace = Object.fromEntries(
    Object.entries({ item, per, basis }).filter(([, part]) => part !== undefined),
  );
  const gathered =
    Object.keys(inPlace).length > 0 && !('quantity' in value) ? { ...rest, quantity: inPlace } : value;
  const read = SCORINGS[kinds[0]!]!.safeParse(gathered);
  if (read.success) return read.data as Scoring;
  passOn(context, read.error.issues);
  return z.NEVER;
}) as never;

/**
 * Fields of its own, with all other keys read as `gathered`: a condition in place, unless it stands under that name.
 */
function withGathered<Fields extends z.ZodRawShape, Rest extends z.ZodType>(
  fields: Fields,
  gathered: 'condition' | 'scoring',
  rest: Rest,
) {
  const own = z.strictObject(fields);
  type Read = z.output<typeof own> & Record<typeof gathered, z.output<Rest>>;
  return z.unknown().transform((value, context): Read => {
    if (!isRecord(value)) {
      say(context, { zh: '应为若干键值（键: 值）', en: 'expected keys and values' });
      return z.NEVER;
    }
    const inPlace = !Object.hasOwn(value, gathered);
    const belongs = (key: string) => Object.hasOwn(fields, key) || (!inPlace && key !== gathered);
    const entries = Object.entries(value);
    const mine = own.safeParse(Object.fromEntries(entries.filter(([key]) => belongs(key))));
    const other = rest.safeParse(
      inPlace ? Object.fromEntries(entries.filter(([key]) => !belongs(key))) : value[gathered],
    );
    if (!mine.success) passOn(context, mine.error.issues);
    if (!other.success) passOn(context, other.error.issues, inPlace ? [] : [gathered]);
    if (!mine.success || !other.success) return z.NEVER;
    return { ...mine.data, [gathered]: other.data } as Read;
  });
}

const unless = withGathered({ text }, 'condition', condition);

const criterion = withGathered(
  {
    clause: z.string().min(1),
    text,
    only: application.exactOptional(),
    applies: condition.exactOptional(),
    unless: unless.exactOptional(),
    claimed: z.boolean().exactOptional(),
    evidence: texts.default([]),
    remedy: text.exactOptional(),
    confidence: confidence.exactOptional(),
  },
  'condition',
  condition,
);

const scoreEntry = withGathered(
  { part: id, name: text, clause: z.string().min(1), most: number.gt(0) },
  'scoring',
  scoring,
);

const scoreTable = z.strictObject({
  name: text,
  parts: byId(z.strictObject({ name: text, most: number.gt(0) })),
  entries: byId(scoreEntry),
});

const level = withGathered({ name: text }, 'condition', condition);

type Due = Rulebook['duties'][number]['due'];

const DUES: Record<string, z.ZodType> = {
  yearly: z.strictObject({ yearly: dayOfYear }),
  monthsAfterChange: z.strictObject({ monthsAfterChange: z.int().min(1) }),
  atExpiry: z.strictObject({ atExpiry: z.literal(true) }),
  once: z.strictObject({ once: day }),
};

const duty = z.strictObject({
  text,
  clause: z.string().min(1),
  due: z.unknown().transform((value, context): Due => {
    const kind = Object.keys(DUES).find((key) => isRecord(value) && Object.hasOwn(value, key));
    if (kind === undefined) {
      const known = Object.keys(DUES).join(', ');
      say(context, { zh: `应有其中之一：${known}`, en: `expected one of ${known}` });
      return z.NEVER;
    }
    const read = DUES[kind]!.safeParse(value);
    if (read.success) return read.data as Due;
    passOn(context, read.error.issues);
    return z.NEVER;
  }),
  otherwise: text.exactOptional(),
  confidence: confidence.exactOptional(),
});

const cover = z.strictObject({
  application,
  from: day,
  to: day.nullable().default(null),
  confidence: confidence.exactOptional(),
  note: text.nullable().default(null),
});

const ALL = 'all';

export const rulebookForm = z.strictObject({
  id,
  title: z.string().min(1),
  aliases: anyWords.default([]),
  name: text,
  subject: z.enum(['enterprise', 'cluster', 'base', 'factory']),
  document: z.strictObject({
    name: z.string().min(1),
    part: z.string().nullable().default(null),
    number: z.string().min(1),
    issuer: z.string().min(1),
    issued: day.nullable().default(null),
  }),
  official: z.string().nullable().default(null),
  inForce: z.strictObject({ from: day, to: day.nullable().default(null) }),
  supersedes: anyWords.default([]),
  /** Both kinds while it is in force where it is not stated. */
  covers: z.array(cover).min(1).exactOptional(),
  area: areaCode.default('100000'),
  status: z.enum(['current', 'draft', 'superseded']),
  confidence,
  checked: day,
  owner: z.string().min(1),
  notes: texts.default([]),
  needsOverlay: z.boolean().default(false),
  parameters: byId(
    z.strictObject({ name: text, unit: z.string().min(1), value: number.nullable().default(null) }),
  ).default([]),
  gates: byId(criterion).default([]),
  criteria: byId(criterion).default([]),
  scores: byId(scoreTable).default([]),
  /** `all`: all criteria that are no gates. */
  pass: z
    .unknown()
    .transform((value, context): Condition | typeof ALL | null => {
      if (value === null || value === undefined || value === ALL) return value ?? null;
      const read = condition.safeParse(value);
      if (read.success) return read.data;
      passOn(context, read.error.issues);
      return z.NEVER;
    })
    .optional()
    .default(null),
  levels: byId(level).default([]),
  validityMonths: z.int().min(1).nullable().default(null),
  duties: byId(duty).default([]),
});

export type RulebookForm = z.output<typeof rulebookForm>;

/** Every field that a rulebook knows, wherever it stands. */
export const RULEBOOK_FIELDS: readonly string[] = [
  ...Object.keys(rulebookForm.shape),
  ...CONDITION_KINDS,
  ...CONDITION_DETAILS,
  ...LOWER_BOUNDS,
  ...UPPER_BOUNDS,
  ...SCORING_KINDS,
  ...SCORING_DETAILS,
  ...Object.keys(bandKeys),
  ...Object.keys(DUES),
  ...[
    'clause',
    'text',
    'only',
    'applies',
    'unless',
    'claimed',
    'evidence',
    'remedy',
    'otherwise',
    'due',
    'when',
  ],
  ...['parts', 'entries', 'most', 'number', 'part', 'issuer', 'issued', 'application', 'note', 'value'],
  ...['rankAtMost', 'withinYears', 'zh', 'en'],
];
