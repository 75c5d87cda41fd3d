import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ThemeTaxonomySchema, tagDirections, tagThemes, themeWeights } from '../../src/read/themes.js';

const file = parse(readFileSync(new URL('../../lexicons/themes.yaml', import.meta.url), 'utf8'));
const taxonomy = ThemeTaxonomySchema.parse(file.themes);

describe('themes', () => {
  test('the taxonomy is versioned and dated', () => {
    expect(file.version).toBeGreaterThan(0);
    expect(String(file.updated)).toMatch(/^\d{4}-\d{2}-\d{2}/);
  });

  test.each([
    ['培育一批专精特新“小巨人”企业', 'enterprise-tiers'],
    ['实施产业链供应链强链补链', 'supply-chains'],
    ['加强新型信息基础设施建设', 'digital'],
    ['前瞻布局未来产业', 'emerging-future'],
    ['发展完善绿色制造体系', 'upgrade'],
    ['引导金融机构加大融资支持', 'integration'],
    ['承接东部地区产业转移', 'regional-balance'],
    ['推动首台（套）重大技术装备应用', 'major-equipment'],
  ])('%s → %s', (text, theme) => {
    expect(tagThemes(text, taxonomy)[0]).toBe(theme);
  });

  test('a term inside a longer one of its theme counts once: 产业链供应链 is 4, not 4 + 2 + 2', () => {
    const small = {
      threshold: 2,
      lines: { a: { zh: '甲', en: 'A', terms: { 产业链供应链: 4, 产业链: 2, 供应链: 2 } } },
    };
    expect(themeWeights('产业链供应链', small).get('a')).toBe(4);
    expect(themeWeights('产业链和供应链', small).get('a')).toBe(4);
  });

  test('a measure whose words name no theme takes that of its direction', () => {
    const [direction] = tagDirections(
      [
        {
          group: '',
          ordinal: 1,
          title: '推动产业集群发展',
          start: 0,
          end: 8,
          themes: [],
          measures: [{ text: '加强宣传', start: 9, end: 13, themes: [] }],
        },
      ],
      taxonomy,
    );
    expect(direction?.measures[0]?.themes).toEqual(['clusters']);
  });

  test('words of no line of work have no theme', () => {
    expect(tagThemes('本次会议由张三主持', taxonomy)).toEqual([]);
  });
});
