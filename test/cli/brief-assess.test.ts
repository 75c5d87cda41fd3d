import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ballast, folder } from './ballast.js';

const dir = folder();
const workspace = ['--workspace', join(dir, 'none')];

test('brief firm: a firm out of a file, without a workspace', async () => {
  const out = join(dir, 'firm.html');
  const args = ['brief', 'firm', '--file', 'samples/assess/firm.json', '--on', '2026-05-01', '--out', out];
  const { code, stdout, stderr } = await ballast([...args, ...workspace, '--json']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'ballast.brief/1',
    file: out,
    synthetic: false,
    sources: [{ file: 'samples/assess/firm.json' }],
  });
  const html = readFileSync(out, 'utf8');
  expect(html).toContain('示例精密：称号预审（2026-05-01）');
  expect(html).toContain('待人工核');
  expect(html).toContain('预审');
});

test('brief firm: a name that is not there says which ones are', async () => {
  const args = [
    'brief',
    'firm',
    '示例精',
    '--file',
    'samples/assess/firms.csv',
    '--out',
    join(dir, 'x.html'),
  ];
  const { code, stderr } = await ballast([...args, ...workspace]);
  expect(code).toBe(1);
  expect(stderr).toContain('示例精密');
});

test('brief firm: neither name nor file, no workspace: said', async () => {
  const nothing = await ballast(['brief', 'firm', '--out', join(dir, 'x.html'), ...workspace]);
  expect(nothing.code).toBe(1);
  expect(nothing.stderr).toContain('--file');
  const absent = await ballast(['brief', 'firm', '某企业', '--out', join(dir, 'x.html'), ...workspace]);
  expect(absent.code).toBe(1);
  expect(absent.stderr).toContain('工作区');
});

test('brief ladder: a day out of order, and an area without firms, are said', async () => {
  const own = ['--workspace', join(dir, 'own')];
  const kept = await ballast([...['import', 'samples/assess/firms.csv', '--as', 'firm-items', ...own]]);
  expect(kept.code).toBe(0);
  const ladder = (...more: string[]) =>
    ballast(['brief', 'ladder', '--out', join(dir, 'l.md'), '--format', 'md', ...more, ...own]);
  const empty = await ladder('--area', '西藏自治区', '--on', '2026-05-01');
  expect(empty.code).toBe(1);
  expect(empty.stderr).toContain('没有西藏自治区的企业');
  const order = await ladder('--area', '全国', '--on', '2026-05-01', '--since', '2026-06-01');
  expect(order.code).toBe(1);
  expect(order.stderr).toContain('--since');
  const all = await ladder('--area', '全国', '--on', '2026-05-01');
  expect(all.stderr).not.toContain('Error');
  expect(all.code).toBe(0);
  const text = readFileSync(join(dir, 'l.md'), 'utf8');
  expect(text).toContain('全国优质企业梯度（2026-05-01）');
});
