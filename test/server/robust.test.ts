// What must not bring the server down or lose what it acknowledged.
import { spawn, spawnSync } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Served, serve } from './served.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served.close());

const WORK = 'import,mend,restore';
const CSV = '统一社会信用代码,企业名称,称号\n91990100MA0000097C,甲公司,专精特新中小企业\n';

describe('the workspace under the server', () => {
  it('a second process is told who has it', () => {
    const other = spawnSync(
      process.execPath,
      ['dist/cli/main.js', 'serve', '--port', '0', '--workspace', served.dir],
      { cwd: ROOT, encoding: 'utf8', timeout: 60_000 },
    );
    expect(other.status).toBe(1);
    expect(other.stderr).toMatch(new RegExp(`工作区正被另一个进程（PID ${process.pid}）使用`));
  });

  it('when it is removed, changes are refused with the reason, and what was read can still be asked for', async () => {
    await served.upload('a.csv', CSV);
    const away = join(served.folder, 'away');
    await rename(served.dir, away);
    const answer = await served.upload('b.csv', CSV);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.zh).toMatch(/已被删除、移走或替换|没有写入/);
    expect(answer.body).not.toContain(served.folder);
    expect((await served.get('/api/v1/workspace')).statusCode).toBe(200);
    // Put back, it goes on as before.
    await rm(served.dir, { recursive: true, force: true });
    await rename(away, served.dir);
    expect((await served.upload('b.csv', CSV)).statusCode).toBe(201);
    const { items } = (await served.get('/api/v1/audit')).json();
    expect(items.map(({ action }: { action: string }) => action)).toEqual(['upload', 'upload']);
    expect(served.defects).toEqual([]);
  });
});

describe('jobs', () => {
  const about = (lane: string | null = null) => ({
    kind: 'test',
    title: { zh: '试', en: 'test' },
    principal: 'owner',
    lane,
  });

  it('of one lane go one after another; one that waits can be cancelled', async () => {
    const order: string[] = [];
    let go = () => {};
    const first = await served.session.jobs.start(about('import'), async () => {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      order.push('first');
    });
    const second = await served.session.jobs.start(about('import'), async () => order.push('second'));
    const third = await served.session.jobs.start(about('import'), async () => order.push('third'));
    const beside = await served.session.jobs.start(about(), async () => order.push('beside'));
    expect([second.state, third.state, beside.state]).toEqual(['waiting', 'waiting', 'running']);
    await served.ended(beside.id);
    expect((await served.send('DELETE', `/api/v1/jobs/${second.id}`)).statusCode).toBe(202);
    // It has not begun: nobody need wait for those before it to see it ended.
    expect((await served.ended(second.id)).state).toBe('cancelled');
    go();
    expect((await served.ended(third.id)).state).toBe('done');
    expect((await served.ended(first.id)).state).toBe('done');
    expect(order).toEqual(['beside', 'first', 'third']);
  });

  it('one that fails with a fault of ours says so without our insides, and the server stays up', async () => {
    const job = await served.session.jobs.start(about(), async () => {
      throw new Error(`secret ${served.dir}`);
    });
    const ended = await served.ended(job.id);
    expect(ended.state).toBe('failed');
    expect(ended.failure?.zh).toMatch(/我们的缺陷/);
    expect(JSON.stringify(ended)).not.toContain('secret');
    expect(served.defects).toHaveLength(1);
  });
});

describe('a server that is stopped', () => {
  it('ends what is under way and what waits for it as cancelled, in time for its ledger, and blames nobody', async () => {
    const { jobs } = served.session;
    const about = { kind: 'test', title: { zh: '试', en: 'test' }, principal: 'owner', lane: 'import' };
    const states = new Map<string, string>();
    const ask = (signal: AbortSignal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => setTimeout(reject, 50, signal.reason), { once: true });
      });
    const first = await jobs.start(about, ({ signal }) => ask(signal));
    const second = await jobs.start(about, async () => null);
    for (const { id } of [first, second]) jobs.watch(id, ({ state }) => states.set(id, state));
    await served.app.close();
    expect([states.get(first.id), states.get(second.id)]).toEqual(['cancelled', 'cancelled']);
    const kept = await served.workspace.jobs(10);
    expect(kept.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(served.defects).toEqual([]);
  });
});

describe('kill -9', () => {
  it('leaves all that was acknowledged, and nothing halved', async () => {
    const run = spawn(
      process.execPath,
      ['bench/serve/kill.mjs', '--rounds', '2', '--longest', '6000', '--seed', '3', '--work', WORK],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let said = '';
    run.stdout.on('data', (part) => {
      said += part;
    });
    const code = await new Promise((resolve) => run.once('exit', resolve));
    const { lost, rounds, uploads } = JSON.parse(said);
    expect(lost).toEqual([]);
    expect(rounds).toBe(2);
    expect(uploads).toBeGreaterThan(0);
    expect(code).toBe(0);
  });
});
