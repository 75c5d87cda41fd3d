/** The catalogue of what rules may ask of a subject: `rulebooks/items.yaml`. */
import { z } from 'zod';
import { YamlFile } from '../model/index.js';
import { anyWords, byId, formFaults, isRecord, text } from './form-parts.js';
import type { Item } from './rulebook.js';

export type ItemCatalogue = ReadonlyMap<string, Item>;

const subject = z.enum(['enterprise', 'cluster', 'base', 'factory']);

const entry = z
  .strictObject({
    name: text,
    shape: z.enum(['yearly', 'single', 'flag', 'choice', 'date', 'text']),
    unit: z.string().min(1).nullable().default(null),
    subject: z
      .union([subject, z.array(subject).min(1)])
      .transform((value) => (Array.isArray(value) ? value : [value]))
      .default(['enterprise']),
    nonNegative: z.boolean().default(true),
    choices: anyWords.default([]),
    note: text.default({ zh: '', en: '' }),
    official: z.boolean().default(false),
  })
  .superRefine((item, context) => {
    const measured = item.shape === 'yearly' || item.shape === 'single';
    if (measured && item.unit === null) {
      context.addIssue({
        code: 'custom',
        path: ['unit'],
        params: { zh: '缺少单位', en: 'the unit is missing' },
      });
    }
    if (!measured && item.unit !== null) {
      context.addIssue({
        code: 'custom',
        path: ['unit'],
        params: { zh: `${item.shape} 没有单位`, en: `a ${item.shape} has no unit` },
      });
    }
    if ((item.shape === 'choice') !== item.choices.length > 0) {
      context.addIssue({
        code: 'custom',
        path: ['choices'],
        params: {
          zh: item.shape === 'choice' ? '缺少选项' : `${item.shape} 没有选项`,
          en: item.shape === 'choice' ? 'the choices are missing' : `a ${item.shape} has no choices`,
        },
      });
    }
  });

/**
 * The item catalogue of one file: a map by id.
 *
 * @throws UserError naming file, line, key and reason.
 */
export function parseItems(content: string, file: string): ItemCatalogue {
  const yaml = new YamlFile(content, file, { zh: '指标目录', en: 'item catalogue' });
  // The list may stand under a key of its own, beside a version.
  const nested = isRecord(yaml.tree) && isRecord(yaml.tree.items) && !('shape' in yaml.tree.items);
  const read = nested
    ? z
        .strictObject({
          version: z.unknown().optional(),
          updated: z.unknown().optional(),
          items: byId(entry),
        })
        .transform(({ items }) => items)
        .safeParse(yaml.tree)
    : byId(entry).safeParse(yaml.tree);
  if (!read.success) throw yaml.refuse(formFaults(read.error.issues, yaml.tree, Object.keys(entry.shape)));
  return new Map(read.data.map((item) => [item.id, item]));
}
