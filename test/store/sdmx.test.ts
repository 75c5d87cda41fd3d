import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCsv } from 'hucre/csv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportSdmx, importTable, Workspace } from '../../src/store/index.js';
import { openTableImport } from '../../src/verbs/index.js';

const SAMPLE = fileURLToPath(new URL('../../samples/economy/national-2025-07-11.csv', import.meta.url));
let dir: string;
let workspace: Workspace;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ballast-sdmx-'));
  workspace = await Workspace.open(join(dir, 'workspace'));
  const silent = { step: () => undefined, end: () => undefined };
  const take = async (released: string, map?: string) =>
    importTable(
      workspace,
      SAMPLE,
      await openTableImport(
        workspace.dir,
        { as: 'figures', released, title: `=${released}`, ...(map === undefined ? {} : { unit: map }) },
        '2026-11-22',
        silent,
      ),
    );
  await take('2025-07-11');
  // The same observations, made known again.
  await take('2025-08-01', '元');
});
afterAll(async () => {
  await workspace.close();
  await rm(dir, { recursive: true });
});

it('one row an observation, with structure, dimensions and attributes; the latest release of it', async () => {
  const file = join(dir, 'figures.csv');
  const count = await exportSdmx(workspace, file);
  const [head, ...rows] = parseCsv(await readFile(file, 'utf8')) as string[][];
  expect(head!.slice(0, 4)).toEqual(['STRUCTURE', 'STRUCTURE_ID', 'ACTION', 'INDICATOR']);
  expect(rows).toHaveLength(count);
  const at = (row: string[], column: string) => row[head!.indexOf(column)];
  const gdp = rows.filter(
    (row) => at(row, 'INDICATOR') === '地区生产总值' && at(row, 'UNIT_MEASURE') === '元',
  );
  expect(gdp).toHaveLength(1);
  expect(gdp[0]!.slice(0, 3)).toEqual(['dataflow', 'BALLAST:FIGURES(1.0)', 'R']);
  expect(at(gdp[0]!, 'REF_AREA')).toBe('000000');
  expect(at(gdp[0]!, 'TIME_PERIOD')).toBe('2024');
  expect(Number(at(gdp[0]!, 'OBS_VALUE'))).toBe(134_908_400_000_000);
  expect(at(gdp[0]!, 'RELEASED')).toBe('2025-08-01');
  // A title that a spreadsheet would run is made inert.
  expect(at(gdp[0]!, 'SOURCE')).toMatch(/^'=2025/);
  const keys = rows.map((row) => JSON.stringify(row.slice(0, head!.indexOf('OBS_VALUE'))));
  expect(new Set(keys).size).toBe(keys.length);
});
