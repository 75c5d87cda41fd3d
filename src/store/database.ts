/**
 * The workspace's DuckDB file: opened by one process at a time, created whole or not at all, and brought back after
 * a process was killed.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  copyFile,
  link,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Bilingual, UserError } from '../model/index.js';
import { flushFolder } from './files.js';
import { Readers } from './readers.js';
import { MIGRATIONS, VIEWS } from './schema.js';

export type Cell = string | number | boolean | null;

/** Nothing is fetched from anywhere: what DuckDB does not bring along, it does without. */
const SETTINGS = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
};

/** In `version`, changes when the file was opened anew. */
export const OPENED = 'opened';

/** File locks hold between processes only; within this one, we hold them ourselves. */
const openHere = new Set<string>();

/** What a workspace asks of its database, here or over a port. */
export type DatabaseUse = Pick<
  Database,
  | 'notices'
  | 'rows'
  | 'columns'
  | 'rowsOfWriter'
  | 'interrupt'
  | 'transaction'
  | 'aside'
  | 'checkpoint'
  | 'whileStill'
  | 'version'
  | 'noteChanges'
  | 'noteChangeOfAll'
  | 'close'
>;

export class Database {
  /** What the user should know of how the file was opened. */
  readonly notices: readonly Bilingual[];
  readonly #place: Place;
  /** Null where the file could not be opened anew, so far. */
  #opened: Opened | null;
  #readers: Readers;
  /** Kept apart from the writer, so that a line of the ledger does not wait for the end of an import. */
  #ledger: DuckDBConnection | null = null;
  /** One connection carries one transaction: whatever comes meanwhile waits. */
  #queue: Promise<unknown> = Promise.resolve();
  #ledgerQueue: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  /** DuckDB refuses everything after a failure to write its log or its file, until that is opened anew. */
  #isBroken = false;
  #reopening: Promise<void> | null = null;
  /** How often all may have become another: where it broke off amid a commit, only the file knows whether that is in it. */
  #upheavals = 0;
  /** Works on the file as it is open; it is closed when there are none. */
  #uses = 0;
  #unused: (() => void) | null = null;
  /** How often each table was changed since the file was opened. */
  readonly #changes = new Map<string, number>();

  private constructor(opened: Opened, place: Place, notices: Bilingual[]) {
    this.#opened = opened;
    this.#readers = new Readers(() => opened.instance.connect());
    this.#place = place;
    this.notices = notices;
  }

  static async open(
    file: string,
    readOnly: boolean,
    migrations = MIGRATIONS,
    memory?: string,
  ): Promise<Database> {
    if (!existsSync(file)) {
      if (readOnly) {
        throw new UserError({
          zh: `这里还没有工作区：${dirname(file)}。请先用 ballast read 读入页面。`,
          en: `There is no workspace yet: ${dirname(file)}. Read pages into it first, with ballast read.`,
        });
      }
      await create(file, migrations);
    }
    const identity = await realpath(file);
    if (openHere.has(identity)) throw locked(file, process.pid);
    openHere.add(identity);
    try {
      const notices: Bilingual[] = [];
      const opened = await openRecovering(file, readOnly, notices);
      try {
        if (memory !== undefined) await opened.connection.run(`SET memory_limit = '${memory}'`);
        await bringUpToDate(opened.connection, file, readOnly, migrations);
      } catch (error) {
        close(opened);
        throw error;
      }
      if (!readOnly) await removeLeftovers(file);
      const { dev, ino } = await stat(file);
      return new Database(opened, { file, identity, readOnly, dev, ino, memory }, notices);
    } catch (error) {
      openHere.delete(identity);
      throw error;
    }
  }

  /** Rows of a query on what is committed, beside whatever is being written. Integers come as numbers. */
  rows<Row>(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    return this.#reading(() => this.#readers.lend((connection) => rowsOf<Row>(connection, sql, values)));
  }

  /** As `rows`, by column: of many rows that takes a part of the room. Integers of 64 bits come as bigint. */
  columns(sql: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
    return this.#reading(() =>
      this.#readers.lend(async (connection) => (await connection.runAndReadAll(sql)).getColumnsObjectJS()),
    );
  }

  /**
   * A statement in the turn and on the connection of the writer, which alone sees its temporary tables. Broken off by the
   * signal.
   */
  rowsOfWriter<Row>(sql: string, values: readonly Cell[] = [], signal?: AbortSignal): Promise<Row[]> {
    return this.#inTurn(async ({ connection }) => {
      signal?.throwIfAborted();
      const stop = () => connection.interrupt();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        const rows = await rowsOf<Row>(connection, sql, values);
        this.noteChanges(changedBy(sql));
        return rows;
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    });
  }

  /** Breaks off the statement that the writer is at; for whoever has the turn. */
  interrupt(): void {
    this.#opened?.connection.interrupt();
  }

  /**
   * Names the state of tables: another one after every committed change of any of them, and the same until then. Holds as
   * long as the file is open; nobody else writes to it meanwhile.
   */
  version(tables: readonly string[]): string {
    return [this.#upheavals, ...tables.map((table) => this.#changes.get(table) ?? 0)].join('.');
  }

  /** Counts a change of tables, or of what is kept beside them under a name of its own. */
  noteChanges(names: Iterable<string>): void {
    for (const name of names) this.#changes.set(name, (this.#changes.get(name) ?? 0) + 1);
  }

  /** Counts a change of what everything rests on. */
  noteChangeOfAll(): void {
    this.#upheavals++;
  }

  /** Runs `work` in one transaction: all of it is on disk afterwards, or none. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#inTurn(async ({ connection }) => {
      await this.#stillThere();
      return this.#inTransaction(connection, work);
    });
  }

  /**
   * A short transaction beside the writer's own, for tables that the writer never touches: what is asked for is
   * acknowledged while an import is under way.
   */
  aside<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#inLedgerTurn(async ({ instance }) => {
      await this.#stillThere();
      this.#ledger ??= await instance.connect();
      return this.#inTransaction(this.#ledger, work);
    });
  }

  /**
   * Folds the log into the file. To be called after bulk loads. Where the disk is at fault, the log still holds all that was
   * committed, and is folded another time.
   */
  async checkpoint(): Promise<void> {
    try {
      await this.#fold();
    } catch (error) {
      if (!(error instanceof DiskFault)) throw error;
    }
  }

  async #fold(): Promise<void> {
    await this.#inTurn(({ connection }) =>
      this.#inLedgerTurn(async () => {
        try {
          await connection.run('CHECKPOINT');
        } catch (error) {
          // Refused while others read what the transaction before it has changed. The log holds all of it meanwhile.
          if (!isBusy(error)) throw error;
          await this.#readers.pause(PATIENCE_MS, async () => {
            await connection.run('CHECKPOINT').catch((again: unknown) => {
              if (!isBusy(again)) throw again;
            });
          });
        }
      }),
    );
  }

  /** Folds the log into the file and hands it, unchanging, to `work`; writers wait. False where it could not be folded. */
  async whileStill(work: () => Promise<void>): Promise<boolean> {
    await this.#fold();
    return this.#inTurn(({ connection }) =>
      this.#inLedgerTurn(async () => {
        const log = await stat(`${this.#place.file}.wal`).catch(() => null);
        if (log !== null && log.size > 0) {
          let isFolded = false;
          await this.#readers.pause(PATIENCE_MS, async () => {
            isFolded = await connection.run('CHECKPOINT').then(
              () => true,
              (error: unknown) => {
                if (!isBusy(error)) throw error;
                return false;
              },
            );
          });
          if (!isFolded) return false;
        }
        await work();
        return true;
      }),
    );
  }

  async close(): Promise<void> {
    const shut = async () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      await this.#reopening?.catch(() => undefined);
      openHere.delete(this.#place.identity);
      await this.#shut();
    };
    const turn = this.#queue.then(() => {
      const both = this.#ledgerQueue.then(shut);
      this.#ledgerQueue = both.catch(() => undefined);
      return both;
    });
    this.#queue = turn.catch(() => undefined);
    await turn;
  }

  async #inTransaction<Result>(
    connection: DuckDBConnection,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    await connection.run('BEGIN TRANSACTION');
    const transaction = new Transaction({
      rows: (sql, values) => rowsOf(connection, sql, values),
      append: (table, rows) => appendRows(connection, table, rows),
    });
    try {
      const result = await work(transaction);
      await connection.run('COMMIT');
      this.noteChanges(transaction.changed);
      return result;
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** A file that was removed or replaced under us still takes writes, which nobody would ever see again. */
  async #stillThere(): Promise<void> {
    const { file, dev, ino } = this.#place;
    const found = await stat(file).catch(() => null);
    if (found === null || found.dev !== dev || found.ino !== ino)
      throw new UserError({
        zh: `工作区的数据库文件已被删除、移走或替换：${file}。没有写入。请把它放回原处，再重新打开。`,
        en: `The database of the workspace was removed or replaced: ${file}. Nothing was written. Put it back and open it again.`,
      });
  }

  #inTurn<Result>(work: (opened: Opened) => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(() => this.#using(work));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #inLedgerTurn<Result>(work: (opened: Opened) => Promise<Result>): Promise<Result> {
    const turn = this.#ledgerQueue.then(() => this.#using(work));
    this.#ledgerQueue = turn.catch(() => undefined);
    return turn;
  }

  /** Whoever reads when the file breaks off reads again when it is open. */
  async #reading<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#using(work);
    } catch (error) {
      if (!this.#isBroken) throw error;
      return this.#using(work);
    }
  }

  /** Works on the file as it is open, or as it will be in a moment; a fault of the disk is told in the user's words. */
  async #using<Result>(work: (opened: Opened) => Promise<Result>): Promise<Result> {
    if (this.#isClosed) throw new Error('the workspace is closed');
    if (this.#isBroken) await this.#soonOpen();
    this.#uses++;
    try {
      return await work(this.#opened!);
    } catch (error) {
      const message = error instanceof Error && !(error instanceof UserError) ? error.message : '';
      const isBroken = /^FATAL|has been invalidated/.test(message);
      if (isBroken) this.#isBroken = true;
      if (isBroken) throw brokenOff(isFull(message));
      throw isFull(message) ? diskFull(dirname(this.#place.file)) : error;
    } finally {
      this.#uses--;
      if (this.#uses === 0) this.#unused?.();
      if (this.#isBroken) void this.#reopen().catch(() => undefined);
    }
  }

  /** Waits a while for the file to be opened anew: who asks may himself be what it waits for. */
  async #soonOpen(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(brokenOff()), PATIENCE_MS);
    });
    try {
      await Promise.race([this.#reopen(), patience]);
    } finally {
      clearTimeout(timer);
    }
  }

  #reopen(): Promise<void> {
    if (this.#isClosed || !this.#isBroken) return Promise.resolve();
    this.#reopening ??= this.#openAnew().finally(() => {
      this.#reopening = null;
    });
    return this.#reopening;
  }

  async #openAnew(): Promise<void> {
    if (this.#uses > 0)
      await new Promise<void>((resolve) => {
        this.#unused = resolve;
      });
    this.#unused = null;
    await this.#shut();
    await this.#stillThere();
    const { file, readOnly, memory } = this.#place;
    const opened = await openRecovering(file, readOnly, []);
    try {
      if (memory !== undefined) await opened.connection.run(`SET memory_limit = '${memory}'`);
    } catch (error) {
      close(opened);
      throw error;
    }
    this.#opened = opened;
    this.#readers = new Readers(() => opened.instance.connect());
    this.noteChangeOfAll();
    this.#isBroken = false;
    // Tables in memory are gone.
    this.noteChanges([OPENED]);
  }

  async #shut(): Promise<void> {
    await this.#readers.close();
    this.#ledger?.closeSync();
    this.#ledger = null;
    const opened = this.#opened;
    this.#opened = null;
    if (opened !== null) close(opened);
  }
}

/** The disk took no more, or failed: what was to be written was not, or stands as far as it was acknowledged. */
export class DiskFault extends UserError {}

function isFull(message: string): boolean {
  return /No space left on device|Out of disk space|disk quota/i.test(message);
}

function diskFull(folder: string): DiskFault {
  return new DiskFault({
    zh: `磁盘已满，没有写入：${folder}。请腾出空间后再试；先前的内容都在。`,
    en: `The disk is full, and nothing was written: ${folder}. Make room and try again; all that stood before is there.`,
  });
}

function brokenOff(isDiskFull = false): DiskFault {
  return new DiskFault({
    zh: `工作区的数据库因${isDiskFull ? '磁盘已满' : '磁盘故障'}中断，正在重新打开；已确认的内容都在。请${isDiskFull ? '腾出空间后' : '稍后'}再试。`,
    en: `The database of the workspace broke off because ${isDiskFull ? 'the disk is full' : 'of the disk'} and is being opened again; all that was acknowledged is there. ${isDiskFull ? 'Make room and try again' : 'Try again shortly'}.`,
  });
}

interface Place {
  file: string;
  identity: string;
  readOnly: boolean;
  dev: number;
  ino: number;
  memory: string | undefined;
}

/** How long readers may hold up the folding of the log; it is folded another time then. */
const PATIENCE_MS = 3000;

function isBusy(error: unknown): boolean {
  return /Cannot CHECKPOINT/.test((error as Error).message);
}

/** Tables that a statement writes to. */
const WRITES = /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)/gi;

function changedBy(sql: string): string[] {
  return [...sql.matchAll(WRITES)].map(([, table]) => table!);
}

/** What runs the statements of a transaction. */
interface Runner {
  rows<Row>(sql: string, values: readonly Cell[]): Promise<Row[]>;
  append(table: string, rows: readonly (readonly (Cell | Uint8Array)[])[]): Promise<void>;
}

export class Transaction {
  /** Tables that it has written to so far. */
  readonly changed = new Set<string>();
  readonly #runner: Runner;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  rows<Row>(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    for (const table of changedBy(sql)) this.changed.add(table);
    return this.#runner.rows<Row>(sql, values);
  }

  /** Adds whole rows, their cells in the table's order of columns. */
  append(table: string, rows: readonly (readonly (Cell | Uint8Array)[])[]): Promise<void> {
    this.changed.add(table);
    return this.#runner.append(table, rows);
  }
}

export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  rows: readonly (readonly (Cell | Uint8Array)[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const appender = await connection.createAppender(table);
  try {
    for (const row of rows) {
      for (const cell of row) {
        if (cell === null) appender.appendNull();
        else if (typeof cell === 'string') appender.appendVarchar(cell);
        else if (typeof cell === 'number') appender.appendDouble(cell);
        else if (typeof cell === 'boolean') appender.appendBoolean(cell);
        else appender.appendBlob(cell);
      }
      appender.endRow();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

/** A database in memory for the length of `work`. */
export async function inMemory<Result>(
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const opened = await connect(':memory:', false);
  try {
    return await work(opened.connection);
  } finally {
    close(opened);
  }
}

interface Opened {
  instance: DuckDBInstance;
  connection: DuckDBConnection;
}

async function connect(path: string, readOnly: boolean): Promise<Opened> {
  // Loaded with the first database: the library takes longer to load than many a command takes to run.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const access = readOnly ? { access_mode: 'READ_ONLY' } : {};
  const instance = await DuckDBInstance.create(path, { ...SETTINGS, ...access });
  return { instance, connection: await instance.connect() };
}

function close({ instance, connection }: Opened): void {
  connection.closeSync();
  instance.closeSync();
}

/** How long rows are taken over before others have their turn (milliseconds). */
const SLICE_MS = 15;

/** Rows of a statement; integers come as numbers. */
export async function rowsOf<Row>(
  connection: DuckDBConnection,
  sql: string,
  values: readonly Cell[],
): Promise<Row[]> {
  const result = await connection.run(sql, [...values]);
  const rows: Row[] = [];
  let began = performance.now();
  for await (const part of result.yieldRowObjectJs()) {
    for (const row of part) {
      for (const key in row) if (typeof row[key] === 'bigint') row[key] = Number(row[key]);
      rows.push(row as Row);
    }
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    began = performance.now();
  }
  return rows;
}

/**
 * Makes the tables under another name and links the finished file into place: a kill in between leaves nothing that
 * cannot be opened, and of two processes that create at once the second finds the first one's file.
 */
async function create(file: string, migrations: readonly string[]): Promise<void> {
  const draft = `${file}.new-${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const opened = await connect(draft, false);
    try {
      await migrate(opened.connection, 0, migrations);
    } finally {
      close(opened);
    }
    await link(draft, file).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      // Some file systems have no links.
      await copyFile(draft, file, 1);
    });
    await flushFolder(dirname(file));
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    await rm(draft, { force: true });
    await rm(`${draft}.wal`, { force: true });
  }
}

async function removeLeftovers(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${basename(file)}.new-`)) await rm(join(folder, name), { force: true });
  }
}

async function migrate(
  connection: DuckDBConnection,
  from: number,
  migrations: readonly string[],
): Promise<void> {
  await connection.run('BEGIN TRANSACTION');
  if (from === 0) await connection.run('CREATE TABLE ballast_schema (version INTEGER)');
  for (const sql of migrations.slice(from)) await connection.run(sql);
  await connection.run(VIEWS);
  await connection.run('DELETE FROM ballast_schema');
  await connection.run(`INSERT INTO ballast_schema VALUES (${migrations.length})`);
  await connection.run('COMMIT');
  // A kill between a change of tables and the next checkpoint has left files that could not be reopened.
  await connection.run('CHECKPOINT');
}

async function bringUpToDate(
  connection: DuckDBConnection,
  file: string,
  readOnly: boolean,
  migrations: readonly string[],
): Promise<void> {
  const [table] = await rowsOf(
    connection,
    `SELECT 1 AS found FROM information_schema.tables WHERE table_name = 'ballast_schema'`,
    [],
  );
  if (!table) {
    throw new UserError({
      zh: `${file} 是 DuckDB 数据库，但不是压舱石工作区。请换一个文件夹，或把该文件移走。`,
      en: `${file} is a DuckDB database but no Ballast workspace. Choose another folder, or move the file away.`,
    });
  }
  const [schema] = await rowsOf<{ version: number }>(connection, 'SELECT version FROM ballast_schema', []);
  const version = schema?.version ?? 0;
  if (version === migrations.length) return;
  if (version > migrations.length) {
    throw new UserError({
      zh: `工作区由更新版本的压舱石写成（数据版本 ${version}，本程序到 ${migrations.length}）：${file}。请升级程序。`,
      en: `The workspace was written by a newer Ballast (data version ${version}, this program reads up to ${migrations.length}): ${file}. Upgrade the program.`,
    });
  }
  if (readOnly) {
    throw new UserError({
      zh: `工作区需要升级（数据版本 ${version} → ${migrations.length}）：${file}。请先用任一写入命令打开一次。`,
      en: `The workspace needs an upgrade (data version ${version} → ${migrations.length}): ${file}. Open it once with a command that writes.`,
    });
  }
  await connection.run('CHECKPOINT');
  await copyFile(file, `${file}.version-${version}`);
  await migrate(connection, version, migrations);
}

async function openRecovering(file: string, readOnly: boolean, notices: Bilingual[]): Promise<Opened> {
  try {
    return await connect(file, readOnly);
  } catch (error) {
    if (readOnly || !isLogFault(error) || !existsSync(`${file}.wal`)) throw explain(file, error);
  }
  return whileRecovering(file, async () => {
    // Another process may have mended it meanwhile.
    const fault = await connect(file, false).catch((error: unknown) => error as Error);
    if (!(fault instanceof Error)) return fault;
    if (!isLogFault(fault)) throw explain(file, fault);
    return openWithoutFaultyLog(file, fault, notices);
  });
}

/** Length and checksum, which DuckDB has read when it names the position of an entry. */
const ENTRY_HEADER = 16;

/**
 * Sets the log aside, and keeps as much of it as can be replayed: DuckDB names the place where the fault begins, and
 * all that was committed before it is sound.
 */
async function openWithoutFaultyLog(file: string, fault: Error, notices: Bilingual[]): Promise<Opened> {
  const log = `${file}.wal`;
  const aside = await freeName(`${log}.damaged-${timestamp(new Date())}`);
  await copyFile(log, aside);
  const { size } = await stat(log);
  const sound = Number(/byte position (\d+)/.exec(fault.message)?.[1] ?? 0) - ENTRY_HEADER;
  if (sound > 0 && sound < size) {
    await truncate(log, sound);
    const opened = await connect(file, false).catch(() => null);
    if (opened) {
      notices.push({
        zh: `工作区日志在第 ${sound} 字节之后损坏（共 ${size} 字节）；之前的内容已恢复，原日志保存在 ${aside}。请把最近的页面再读一遍。`,
        en: `The workspace log was damaged after byte ${sound} of ${size}; what stands before was recovered, the log is kept as ${aside}. Read the latest pages again.`,
      });
      return opened;
    }
  }
  await unlink(log);
  notices.push({
    zh: `工作区日志损坏，已移到 ${aside}；日志中最近的写入没有进入工作区，请把最近的页面再读一遍。`,
    en: `The workspace log was damaged and has been set aside as ${aside}; the latest writes in it did not reach the workspace. Read the latest pages again.`,
  });
  return connect(file, false).catch((error: unknown) => {
    throw explain(file, error);
  });
}

/** One process mends at a time; a mender that was killed does not hold up the next. */
async function whileRecovering<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const token = `${file}.recovering`;
  try {
    await writeFile(token, String(process.pid), { flag: 'wx' });
  } catch {
    const holder = Number(await readFile(token, 'utf8').catch(() => ''));
    if (holder > 0 && holder !== process.pid && isAlive(holder)) throw locked(file, holder);
    await writeFile(token, String(process.pid));
  }
  try {
    return await work();
  } finally {
    await rm(token, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isLogFault(error: unknown): boolean {
  const { message } = error as Error;
  // What a full disk keeps from being opened is not damaged.
  return /\bWAL\b/.test(message) && !isFull(message);
}

function isLockFault(message: string): boolean {
  return /Could not set lock|Conflicting lock|used by another process/i.test(message);
}

function explain(file: string, error: unknown): UserError {
  const message = (error as Error).message.split('\n')[0]!;
  if (isLockFault(message)) {
    const pid = /\(PID (\d+)\)/.exec(message)?.[1];
    return locked(file, pid === undefined ? null : Number(pid));
  }
  if (isFull(message)) return diskFull(dirname(file));
  if (isLogFault(error)) {
    return new UserError({
      zh: `工作区日志损坏，只读方式无法修复：${file}。请先用任一写入命令打开一次。`,
      en: `The workspace log is damaged, and opening read-only cannot mend it: ${file}. Open it once with a command that writes.`,
    });
  }
  if (/not a valid DuckDB database/i.test(message)) {
    return new UserError({
      zh: `${file} 不是压舱石工作区的数据库文件。请换一个文件夹，或把该文件移走。`,
      en: `${file} is no database of a Ballast workspace. Choose another folder, or move the file away.`,
    });
  }
  if (/Permission denied|Read-only file system/i.test(message)) {
    return new UserError({
      zh: `没有权限打开工作区：${file}`,
      en: `No permission to open the workspace: ${file}`,
    });
  }
  return new UserError({
    zh: `工作区数据库无法打开：${file}（${message}）。请恢复备份，或把它移走后重新读入页面；originals 文件夹中的原件不受影响。`,
    en: `The workspace database cannot be opened: ${file} (${message}). Restore a copy, or move it away and read the pages again; the originals in the originals folder are untouched.`,
  });
}

function locked(file: string, pid: number | null): UserError {
  const zh = pid === null ? '另一个进程' : pid === process.pid ? '本进程' : `另一个进程（PID ${pid}）`;
  const en =
    pid === null ? 'another process' : pid === process.pid ? 'this process' : `another process (PID ${pid})`;
  return new UserError({
    zh: `工作区正被${zh}使用：${dirname(file)}。请等它结束，或换一个工作区（--workspace）。`,
    en: `The workspace is in use by ${en}: ${dirname(file)}. Wait until it has finished, or choose another workspace (--workspace).`,
  });
}

async function freeName(name: string): Promise<string> {
  let free = name;
  for (let n = 2; existsSync(free); n++) free = `${name}-${n}`;
  // Claims the name.
  await (await open(free, 'wx')).close();
  return free;
}

function timestamp(now: Date): string {
  return now.toISOString().replace(/[-:]|\.\d+/g, '');
}
