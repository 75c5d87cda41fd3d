/** Emerging and future industries by dated documents: which of their fields an industry may belong to. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { IndustryCodes } from '../model/index.js';
import { checkedYaml } from './checked-yaml.js';

const FILE = fileURLToPath(new URL('../../codes/industry-tags.yaml', import.meta.url));

const codes = z
  .union([z.string(), z.number()])
  .transform((text) => String(text).split(/\s+/).filter(Boolean));

const SHAPE = z.object({
  version: z.number(),
  updated: z.string(),
  edition: z.string(),
  taxonomies: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['emerging', 'future']),
      name: z.string(),
      nameEn: z.string(),
      publisher: z.string(),
      document: z.string().nullable(),
      from: z.string(),
      fields: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          en: z.string(),
          codes,
          words: z.array(z.string()),
        }),
      ),
    }),
  ),
});

export type IndustryTaxonomy = z.infer<typeof SHAPE>['taxonomies'][number];

export interface IndustryTag {
  taxonomy: string;
  kind: IndustryTaxonomy['kind'];
  field: string;
  name: string;
  en: string;
  /** By a group of GB/T 4754, or by a word in the name. */
  by: 'code' | 'word';
}

export interface IndustryTags {
  taxonomies: IndustryTaxonomy[];
  /** Tags of an industry by its name or code, as a table writes it. */
  of: (industry: string) => IndustryTag[];
}

export async function loadIndustryTags(industries: IndustryCodes): Promise<IndustryTags> {
  const what = { zh: '新兴与未来产业标签', en: 'tags of industries' };
  const { taxonomies } = checkedYaml(await readFile(FILE, 'utf8'), FILE, SHAPE, what);
  return {
    taxonomies,
    of: (industry) => {
      const found = industries.resolve(industry);
      const code =
        found.status === 'resolved' && found.level !== 'set' ? found.code.replace(/^[A-Z]/, '') : null;
      return taxonomies.flatMap(({ id, kind, fields }) =>
        fields.flatMap((field): IndustryTag[] => {
          const by =
            code !== null && field.codes.some((own) => code.startsWith(own))
              ? 'code'
              : field.words.some((word) => industry.includes(word))
                ? 'word'
                : null;
          return by === null
            ? []
            : [{ taxonomy: id, kind, field: field.id, name: field.name, en: field.en, by }];
        }),
      );
    },
  };
}
