// Scenario files: shocks in YAML, checked, with the parts that may be left out filled in.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Scenario } from '../chain/index.js';
import { UserError } from '../model/index.js';
import { checkedYaml } from '../store/index.js';

const range = z.tuple([z.number(), z.number()]).refine(([low, high]) => low <= high, {
  message: '区间应由低到高 a range goes from low to high',
});
const uncertain = z.union([z.number(), range], {
  error: ({ input }) =>
    `“${JSON.stringify(input)}”：应为一个数，或 [低, 高] a number is expected, or [low, high]`,
});
const byIndustry = z
  .record(z.string(), uncertain)
  .refine((values) => Object.keys(values).length > 0, { message: 'no industry is named' });
const days = z.int().nonnegative();
const shape = z.enum(['linear', 'convex', 'concave']).default('linear');
const happens = { start: days.default(5), duration: days.default(1) };

const event = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('recovery'),
    ...happens,
    loss: byIndustry,
    recoveryDays: uncertain,
    shape,
  }),
  z.strictObject({
    kind: z.literal('capacity'),
    ...happens,
    loss: byIndustry,
    recoveryDays: uncertain.default(1),
    shape,
  }),
  z.strictObject({
    kind: z.literal('rebuild'),
    ...happens,
    loss: byIndustry,
    rebuildDays: uncertain,
    builders: z.record(z.string(), z.number()),
    factor: z.number().positive().default(1),
  }),
  z.strictObject({ kind: z.literal('demand'), ...happens, change: byIndustry }),
]);

/** Days of use; `.inf` never runs out. */
const daysOfUse = z.union([z.number().positive(), z.literal(Number.POSITIVE_INFINITY)]);
const parameters = z
  .strictObject({
    yearDays: z.number().positive(),
    inventoryDays: z.union([daysOfUse, z.array(daysOfUse)], {
      error: ({ input }) =>
        `“${Array.isArray(input) ? input.join(', ') : String(input)}”：应为大于 0 的天数，或 .inf a number of days above 0 is expected, or .inf`,
    }),
    inventoryRestorationDays: z.number().positive(),
    inventoryHeterogeneity: z.number().min(0).max(1),
    overproductionBase: z.number().min(1),
    overproductionMax: z.number().min(1),
    overproductionDays: z.number().positive(),
    orders: z.enum(['capacity', 'fixed']),
    technologyThreshold: z.number().min(0),
    capitalDecimals: z.int().min(0).nullable(),
  })
  .partial();

const name = z.string().min(1);
const scenario = z.discriminatedUnion('kind', [
  z.strictObject({ name, kind: z.literal('quantity'), finalDemand: byIndustry }),
  z.strictObject({ name, kind: z.literal('price'), cost: byIndustry }),
  z.strictObject({ name, kind: z.literal('importStop'), products: byIndustry }),
  z.strictObject({
    name,
    kind: z.literal('extraction'),
    group: z.array(z.coerce.string()).min(1),
    share: uncertain.default(1),
  }),
  z.strictObject({
    name,
    kind: z.literal('dynamic'),
    days: z.int().positive().default(365),
    parameters: parameters.default({}),
    capitalToValueAdded: z.number().positive().default(4),
    events: z.array(event).min(1),
  }),
]);

const schema = z.strictObject({
  schema: z.literal('ballast.scenarios/1').optional(),
  /** A file, beside which `--table` stands first. */
  table: z.string().optional(),
  draws: z.int().positive().default(100),
  seed: z.int().default(1),
  scenarios: z
    .array(scenario)
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      message: 'two scenarios of one name',
    }),
});

export interface ScenarioFile {
  table: string | null;
  draws: number;
  seed: number;
  scenarios: Scenario[];
}

export async function loadScenarios(file: string): Promise<ScenarioFile> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch {
    throw new UserError({ zh: `读不到情景文件 ${file}`, en: `the scenario file ${file} cannot be read` });
  }
  const {
    table = null,
    draws,
    seed,
    scenarios,
  } = checkedYaml(content, file, schema, {
    zh: '情景文件',
    en: 'scenario file',
  });
  return { table, draws, seed, scenarios: scenarios as Scenario[] };
}
