/** The thresholds and words of the measures, from codes/measure-rules.yaml: checked here, handed to whoever needs them. */
import { z } from 'zod';
import { UserError } from '../model/index.js';

const Rules = z.object({
  turning: z.object({
    decimals: z.number().int().nonnegative(),
    faster: z.number(),
    slower: z.number(),
    steadied: z.number().positive(),
    doubled: z.number().positive(),
  }),
  contribution: z.object({ leastTotalGrowth: z.number().nonnegative() }),
  identity: z.object({ slack: z.number().nonnegative() }),
  targets: z.object({ about: z.number().positive(), near: z.number().positive() }),
  frame: z.object({
    leastCoverage: z.number().min(0).max(1),
    draws: z.number().int().positive(),
    seed: z.number().int(),
    concentration: z.number().positive(),
  }),
  scope: z.record(z.string(), z.record(z.string(), z.array(z.string().min(1)))),
  partitions: z.object({
    industries: z.array(z.array(z.string().min(1)).min(2)),
    names: z.array(
      z.object({
        whole: z.array(z.string().min(1)).min(1),
        parts: z.array(z.array(z.string().min(1)).min(1)).min(2),
      }),
    ),
  }),
  synonyms: z.array(z.array(z.string().min(1)).min(2)),
  statements: z.object({ reach: z.number().int().positive() }),
  frameAbilities: z.record(
    z.string(),
    z.object({
      zh: z.string(),
      en: z.string(),
      weight: z.number().nonnegative(),
      indicators: z.array(
        z.object({
          id: z.string(),
          zh: z.string(),
          en: z.string(),
          unit: z.string(),
          better: z.enum(['more', 'less']),
          weight: z.number().positive().default(1),
        }),
      ),
    }),
  ),
});

export type MeasureRules = z.infer<typeof Rules>;

export function measureRules(tree: unknown): MeasureRules {
  const result = Rules.safeParse(tree);
  if (result.success) return result.data;
  const fault = result.error.issues[0];
  const at = `${fault?.path.join('.') ?? ''}: ${fault?.message ?? ''}`;
  throw new UserError({ zh: `测算规则有误：${at}`, en: `Fault in the rules of the measures: ${at}` });
}
