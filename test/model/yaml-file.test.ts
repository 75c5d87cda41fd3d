import { describe, expect, test } from 'vitest';
import { type YamlFault, YamlFile } from '../../src/model/index.js';

const WHAT = { zh: '示例文件', en: 'sample file' };
const TEXT = `# first line
title: 甲
base: &base {unit: 元}
list:
  - name: 一
  - {name: 二, "10": x}
copy: *base
`;
const yaml = new YamlFile(TEXT, 'a.yaml', WHAT);
const fault = (...path: YamlFault['path']): YamlFault => ({ path, reason: { zh: '不对', en: 'wrong' } });

describe('a YAML file', () => {
  test('its tree', () => {
    expect(yaml.tree).toEqual({
      title: '甲',
      base: { unit: '元' },
      list: [{ name: '一' }, { name: '二', '10': 'x' }],
      copy: { unit: '元' },
    });
    expect(new YamlFile('', 'a.yaml', WHAT).tree).toBeNull();
  });

  test.each([
    [['title'], 2, ['title']],
    [['list', 1, 'name'], 6, ['list', 1, 'name']],
    [['list', 1, 10], 6, ['list', 1, 10]],
    [['list', 7], 4, ['list']],
    [['copy', 'unit'], 3, ['copy', 'unit']],
    [['title', 'deeper'], 2, ['title']],
    [['list', 0, 'condition', 'name'], 5, ['list', 0, 'name']],
    [['nowhere'], 2, []],
    [[], 2, []],
  ] as [PropertyKey[], number, PropertyKey[]][])('the line of %j', (path, line, found) => {
    expect(yaml.find(path)).toEqual({ line, found });
  });

  test('one fault stands in one line, several each in its own, by line', () => {
    const one = yaml.refuse([fault('list', 0, 'name')]);
    expect(one.zh).toBe('示例文件有误：a.yaml 第 5 行 list.0.name：不对');
    expect(one.en).toBe('Fault in the sample file a.yaml, line 5, list.0.name: wrong');
    const two = yaml.refuse([fault('copy'), fault('title')]);
    expect(two.zh).toBe('示例文件有 2 处错误：\n  a.yaml 第 2 行 title：不对\n  a.yaml 第 7 行 copy：不对');
    expect(two.en).toBe(
      '2 faults in the sample file:\n  a.yaml, line 2, title: wrong\n  a.yaml, line 7, copy: wrong',
    );
    const many = yaml.refuse(Array.from({ length: 25 }, () => fault('title')));
    expect(many.zh.match(/第 2 行/g)).toHaveLength(20);
    expect(many.zh).toContain('另有 5 处');
  });

  test.each([
    ['a: 1\na: 2\n', /第 2 行：键重复/],
    ['a:\n\t- b\n', /第 2 行：缩进不能用制表符/],
    ['a: "b\n', /第 \d 行：缺少符号/],
    ['a: b: c\n', /第 1 行：键值写法有误/],
    [`a: &a [1, 2]\nb: [${Array(200).fill('*a').join(', ')}]\n`, /第 1 行.*alias/],
  ])('%j is refused by its line', (text, message) => {
    expect(() => new YamlFile(text, 'a.yaml', WHAT)).toThrow(message);
  });
});
