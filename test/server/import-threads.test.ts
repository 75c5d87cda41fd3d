// Imports run on threads that the workspace is lent to: what is broken off leaves nothing, and the next one goes on.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditCodeFault } from '../../src/store/index.js';
import { type Served, serve } from './served.js';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

/** A made-up credit code with its check character. */
function code(number: number): string {
  const base = `91990100${String(number).padStart(9, '0')}`;
  return base + [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].find((sign) => creditCodeFault(base + sign) === null);
}

function reports(firms: number): string {
  const lines = ['统一社会信用代码,报告期,指标,数值,单位'];
  for (let firm = 0; firm < firms; firm++)
    for (let month = 1; month <= 12; month++)
      lines.push(`${code(firm)},2024-${String(month).padStart(2, '0')},营业收入,${500 + month},万元`);
  return `${lines.join('\n')}\n`;
}

async function started(name: string, text: string, as: string): Promise<string> {
  const { id } = (await served.upload(name, text)).json();
  const answer = await served.send('POST', `/api/v1/uploads/${id}/import`, { as, synthetic: true });
  return answer.json().job.id;
}

const counts = async () => (await served.get('/api/v1/workspace')).json().counts;

test('an import that is cancelled amid its work leaves nothing, and the next one is taken in', async () => {
  const notes: string[] = [];
  const id = await started('reports.csv', reports(10_000), 'reports');
  await new Promise<void>((resolve) => {
    const stop = served.session.jobs.watch(id, ({ note, ended }) => {
      if (note !== null) notes.push(note.en);
      // The rows are being read, or are read and not yet committed.
      if (ended === null && notes.length < 2) return;
      setImmediate(() => stop());
      resolve();
    });
  });
  expect((await served.send('DELETE', `/api/v1/jobs/${id}`)).statusCode).toBe(202);
  expect((await served.ended(id)).state).toBe('cancelled');
  expect(await counts()).toMatchObject({ reports: 0 });
  const next = await started('next.csv', reports(3), 'reports');
  expect(await served.ended(next)).toMatchObject({ state: 'done', failure: null });
  expect(await counts()).toMatchObject({ reports: 36 });
  expect(served.defects).toEqual([]);
});

test('an import and a preview at once: both come to their end, told by what was asked', async () => {
  const id = await started('firms.csv', `统一社会信用代码,企业名称\n${code(1)},甲公司\n`, 'enterprises');
  const upload = (
    await served.upload('rates.csv', '指标,时期,地区,数值,单位\n增速,2024年,北京市,很多,%\n')
  ).json();
  const preview = await served.send('POST', `/api/v1/uploads/${upload.id}/preview`, { as: 'figures' });
  expect(preview.statusCode).toBe(200);
  expect(preview.json().tables).toMatchObject([{ rows: 1 }]);
  expect((await served.ended(id)).state).toBe('done');
});

test('whoever goes away while a file is looked at ends nothing that others asked for', async () => {
  const { files } = served.session;
  const named = async (name: string, text: string) => {
    const { id } = (await served.upload(name, text)).json();
    return { path: served.session.staging.get(id).path, name };
  };
  const large = await named('large.csv', reports(4000));
  const small = await named('small.csv', '指标,时期,地区,数值,单位\n增速,2024年,北京市,5,%\n');
  const gone = new AbortController();
  const left = files.preview(large, { as: 'reports' }, gone.signal);
  const stays = files.preview(small, { as: 'figures' }, new AbortController().signal);
  left.catch(() => undefined);
  setTimeout(() => gone.abort(new Error('gone')), 20);
  await expect(left).rejects.toThrow('gone');
  expect(await stays).toMatchObject([{ rows: 1 }]);
});
