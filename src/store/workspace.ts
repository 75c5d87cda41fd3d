/**
 * The workspace: a folder that holds what was read, with the originals beside it. See docs/workspace.md.
 */
import { constants } from 'node:fs';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import {
  type Area,
  type Bilingual,
  type Bound,
  comparePeriodTexts,
  compareText,
  type Direction,
  type Figure,
  type FigureKind,
  factKey,
  figuresOf,
  parseIsoDay,
  parsePeriod,
  periodMonths,
  type ReadDocument,
  releaseDate,
  sha256,
  type Target,
  UserError,
  valueInterval,
} from '../model/index.js';
import {
  type Assessment,
  type StoredAssessment,
  storedAssessments,
  writeAssessments,
} from './assessments.js';
import { type StoredChain, type StoredChainRow, storedChain, storedChains } from './chains.js';
import {
  type ChallengeStep,
  type StoredChallenge,
  type StoredChallengeEntry,
  storedChallengeEntries,
  storedChallenges,
  writeChallengeSteps,
} from './challenges.js';
import { type StoredCluster, storedClusters } from './clusters.js';
import { CopiedTables } from './copied-tables.js';
import { COUNTS, type WorkspaceCounts } from './counts.js';
import { type Cell, Database, type DatabaseUse, type Transaction } from './database.js';
import { type StoredEnterprise, storedEnterprises } from './enterprises.js';
import { asUserError, writeWhole } from './files.js';
import { type StoredFirmItem, storedFirmItems } from './firm-items.js';
import { type IoTableEntry, type StoredIoTable, storedIoTable, storedIoTables } from './io-tables.js';
import {
  type LayoutCell,
  type PlacedLayoutCell,
  type StoredLayoutTable,
  storedLayoutCell,
  storedLayoutTable,
  storedLayoutTables,
  storedNeighbours,
} from './layout-tables.js';
import {
  type AuditEntry,
  type JobEntry,
  type StoredJob,
  storedAudit,
  storedJobs,
  writeAudit,
  writeJob,
} from './ledger.js';
import { BorrowedDatabase, type Loan, lendDatabase } from './lent-database.js';
import {
  type StoredInputClass,
  type StoredLink,
  type StoredLinkLine,
  storedInputClasses,
  storedLinkLines,
  storedLinks,
} from './links.js';
import { type MarketKind, type StoredMarketRow, storedMarket } from './market.js';
import { Originals } from './originals.js';
import { STANDARD_INPUT } from './pages.js';
import { clearReports, type LoadedReports, type ReportLoad, settleReports, stageReports } from './reports.js';
import { vintages } from './schema.js';
import type { CopiesOfTables } from './table-files.js';
import { type StoredTitle, storedTitles } from './titles.js';

export interface OpenOptions {
  readOnly?: boolean;
  /** The clock; tests hand in another. */
  now?: () => Date;
  /** The most memory that the database takes, such as `1GB`. */
  memory?: string;
}

/** A page that was read, and the bytes it was read from. */
export interface ReadPage {
  document: ReadDocument;
  original: Uint8Array;
  /** Where the user has it; the document's own file name if not given. */
  file?: string;
}

/** How pages were read. */
export interface Reading {
  /** `1.4.0`, or `1.4.0+words` with a fingerprint of the lexicons. */
  readerVersion: string;
  /** Gives figures the code of their area: `areaCoder` of the model. */
  areaCode?: (area: string) => string | null;
}

/** A row, or a whole page, that was not accepted. */
export interface Reject extends Bilingual {
  file: string;
  /** Counts from 1 with the heading as row 1; null where the whole file was refused. */
  row: number | null;
  column: string | null;
  value: string | null;
  /** The row under its headings, so that it can be mended in the export and imported again. */
  record?: Readonly<Record<string, string | number | null>> | null | undefined;
}

/** A reason for which an import refused rows or cells, with the first of them. */
export interface RejectReason extends Bilingual {
  count: number;
  row: number | null;
  column: string | null;
  value: string | null;
}

/** A table file, of which rows are taken in. */
export interface TableSource {
  sha256: string;
  /** Where the user has it. */
  file: string;
  title: string | null;
  /** Who made its figures known, as the user says; null where nobody does. */
  publisher: string | null;
  bytes: number;
  /** How its columns were understood: the same file in another mapping is another import. */
  mapping: string | null;
  /** ISO date on which its figures were made known; null where nobody says. */
  released: string | null;
  /** Made up, and to be marked as such wherever it is shown. */
  synthetic: boolean;
}

export type TableKind =
  | 'figures'
  | 'enterprises'
  | 'reports'
  | 'clusters'
  | 'titles'
  | 'links'
  | 'input-classes';

/** What a file was taken in as: rows of a table, an input–output table, part of a chain map, items of firms, a layout table. */
export type SourceKind =
  | TableKind
  | 'io-table'
  | 'chain'
  | 'firm-items'
  | 'challenges'
  | 'challenge-entries'
  | 'layout-table'
  | 'neighbours'
  | MarketKind;

export interface StoredSource extends TableSource {
  kind: SourceKind;
  importId: number;
  recordedAt: string;
}

/** What one table import wrote. */
export interface TableWritten {
  accepted: number;
  unchanged: number;
  /** Of the accepted, those that take the place of another value. */
  revised: number;
  rejects: readonly Reject[];
}

export type FindingSeverity = 'error' | 'warning' | 'note';

export interface StoredFinding {
  importId: number;
  seq: number;
  finding: string;
  severity: FindingSeverity;
  enterprise: string | null;
  item: string | null;
  period: string | null;
  value: number | null;
  expected: number | null;
  unit: string | null;
  file: string;
  row: number | null;
  zh: string;
  en: string;
  recordedAt: string;
}

/** What became of pages, by SHA-256. */
export interface Added {
  added: string[];
  /** Read before by another version of the reader; the new reading took the place of the old one. */
  renewed: string[];
  /** Known in this reading, or in a newer one: nothing was written. */
  unchanged: string[];
}

export interface StoredDocument {
  sha256: string;
  source: string;
  file: string;
  format: ReadDocument['format'];
  title: string;
  published: string | null;
  publishedTrust: 'ok' | 'suspect' | null;
  eventDate: string | null;
  /** The day its figures count as released. */
  released: string | null;
  outlet: string | null;
  originalOutlet: string | null;
  bytes: number;
  readerVersion: string;
  importId: number;
  /** When it first came into the workspace, and when the present reading was made. */
  recordedAt: string;
  readAt: string;
  figures: number;
  measures: number;
  targets: number;
}

/** The document a row stands in. */
export interface Citation {
  document: string;
  source: string;
  documentTitle: string;
  outlet: string | null;
  released: string | null;
}

export interface StoredDirection extends Citation {
  seq: number;
  group: string;
  ordinal: number | null;
  title: string;
  status: NonNullable<Direction['status']> | null;
  speaker: string | null;
  themes: string[];
  start: number;
  end: number;
}

export interface StoredMeasure extends Citation {
  group: string;
  ordinal: number | null;
  direction: string;
  status: NonNullable<Direction['status']> | null;
  speaker: string | null;
  text: string;
  themes: string[];
  start: number;
  end: number;
}

export interface StoredTarget extends Citation {
  type: Target['type'];
  indicator: string;
  value: number | null;
  unit: string | null;
  deadline: string | null;
  bound: Bound | null;
  text: string;
  start: number;
  end: number;
}

export interface StoredFigure extends Figure {
  factKey: string;
  /** SHA-256, name and title of the page it stands in. */
  document: string;
  documentSource: string;
  documentTitle: string;
  outlet: string | null;
  readerVersion: string;
  recordedAt: string;
  /** When a later reading no longer found it; null while it stands. */
  retiredAt: string | null;
  /** A later release gives another value of the same quantity. */
  superseded: boolean;
}

export interface FigureFilter {
  /** Part of the indicator's name. */
  indicator?: string;
  kind?: FigureKind;
  period?: string;
  /** Name or code. */
  area?: Area['name'];
  document?: string;
  /**
   * As known at the end of that day in China (ISO date). `by: 'released'` (the default) asks what had been made
   * known by then, with today's readings; `by: 'recorded'` asks what this workspace held then.
   */
  asOf?: { day: string; by?: 'released' | 'recorded' };
  /** `current` leaves out superseded vintages. */
  vintages?: 'all' | 'current';
}

export interface StoredImport {
  id: number;
  kind: string;
  source: string;
  startedAt: string;
  /** Null where the process was killed, or is still at work. */
  finishedAt: string | null;
  accepted: number;
  unchanged: number;
  rejected: number;
}

export interface StoredReject extends Reject {
  importId: number;
  /** With `importId`, names it. */
  seq: number;
  recordedAt: string;
  /** The import that took in the mended file. */
  resolvedBy: number | null;
}

/** Pages written in one transaction. Small enough that a kill costs little, large enough to be quick. */
const BATCH_PAGES = 20;

export class Workspace {
  readonly dir: string;
  readonly originals: Originals;
  /** What the user should know of how the workspace was opened: a log that had to be set aside. */
  readonly notices: readonly Bilingual[];
  readonly #database: DatabaseUse;
  readonly #now: () => Date;
  readonly #readOnly: boolean;

  private constructor(dir: string, database: DatabaseUse, options: OpenOptions) {
    this.dir = dir;
    this.originals = new Originals(join(dir, 'originals'));
    this.notices = database.notices;
    this.#database = database;
    this.#now = options.now ?? (() => new Date());
    this.#readOnly = options.readOnly ?? false;
  }

  /** Opens a workspace, or makes one where there is none. One process at a time writes; several may read. */
  static async open(dir: string, options: OpenOptions = {}): Promise<Workspace> {
    const readOnly = options.readOnly ?? false;
    await checkFolder(dir, readOnly);
    const database = await Database.open(join(dir, 'ballast.duckdb'), readOnly, undefined, options.memory);
    const workspace = new Workspace(dir, database, options);
    if (!readOnly) {
      await workspace.originals.prepare().catch(async (error) => {
        await database.close();
        throw error;
      });
    }
    return workspace;
  }

  /** In a thread: the workspace that the process has open and lends over `port`. */
  static borrowed(dir: string, port: MessagePort): Workspace {
    return new Workspace(dir, new BorrowedDatabase(port), {});
  }

  /** In a thread that has copies of some tables: as `borrowed`, but what is asked of those alone is answered there. */
  static async beside(
    dir: string,
    port: MessagePort,
    tables: CopiesOfTables,
    copied: readonly string[],
  ): Promise<Workspace> {
    return new Workspace(dir, await CopiedTables.over(port, tables, copied), { readOnly: true });
  }

  /** Lends it to the thread at the other end of `port`; one thread at a time imports. */
  lend(port: MessagePort): Loan {
    return lendDatabase(this.#database, port, () => clearReports(this.#database));
  }

  /** The user's own word lists. */
  get lexiconFolder(): string {
    return join(this.dir, 'lexicons');
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  /** Begins an import. It is entered in `imports` with the first thing it writes. */
  startImport(about: { kind: string; source: string }): Import {
    if (this.#readOnly) throw new Error('the workspace is open read-only');
    return new Import(this.#database, this.originals, this.#now, about);
  }

  /** Reads pages in as one import. */
  async addDocuments(pages: readonly ReadPage[], options: Reading & { source?: string }): Promise<Added> {
    const run = this.startImport({ kind: 'pages', source: options.source ?? '' });
    const added = await run.addDocuments(pages, options);
    await run.finish();
    return added;
  }

  /** Writes a brief into the workspace and returns its path. */
  async saveBrief(name: string, content: Uint8Array | string): Promise<string> {
    if (basename(name) !== name || name.startsWith('.')) throw new RangeError(`not a file name: ${name}`);
    const file = join(this.dir, 'briefs', name);
    await writeWhole(file, content);
    return file;
  }

  documents(): Promise<StoredDocument[]> {
    return this.#database.rows<StoredDocument>(`
      SELECT sha256, source, file, format, title, published, published_trust AS "publishedTrust",
        event_date AS "eventDate", released, outlet, original_outlet AS "originalOutlet", bytes,
        reader_version AS "readerVersion", import_id AS "importId", recorded_at AS "recordedAt",
        read_at AS "readAt",
        (SELECT count(*) FROM figures AS f WHERE f.document = d.sha256 AND f.retired_at IS NULL) AS figures,
        (SELECT count(*) FROM measures AS m WHERE m.document = d.sha256) AS measures,
        (SELECT count(*) FROM targets AS t WHERE t.document = d.sha256) AS targets
      FROM documents AS d ${IN_ORDER}`);
  }

  /** The present reading of every page, whole: all that a brief needs. */
  async readings(): Promise<ReadDocument[]> {
    const rows = await this.#database.rows<{ reading: string }>(
      `SELECT reading FROM documents AS d ${IN_ORDER}`,
    );
    return rows.map((row) => JSON.parse(row.reading) as ReadDocument);
  }

  async reading(document: string): Promise<ReadDocument | null> {
    const [row] = await this.#database.rows<{ reading: string }>(
      'SELECT reading FROM documents WHERE sha256 = $1',
      [document],
    );
    return row ? (JSON.parse(row.reading) as ReadDocument) : null;
  }

  async directions(): Promise<StoredDirection[]> {
    const rows = await this.#database.rows<StoredDirection & { themes: unknown }>(`
      SELECT ${CITATION}, r.seq, r.group_name AS "group", r.ordinal, r.title, r.status, r.speaker, r.themes,
        r.span_start AS "start", r.span_end AS "end"
      FROM directions AS r JOIN documents AS d ON d.sha256 = r.document ${IN_ORDER}, r.seq`);
    return rows.map((row) => ({ ...row, themes: JSON.parse(row.themes as unknown as string) as string[] }));
  }

  async measures(): Promise<StoredMeasure[]> {
    const rows = await this.#database.rows<StoredMeasure>(`
      SELECT ${CITATION}, g.group_name AS "group", g.ordinal, g.title AS direction, g.status, g.speaker, r.text,
        r.themes, r.span_start AS "start", r.span_end AS "end"
      FROM measures AS r
      JOIN directions AS g ON g.document = r.document AND g.seq = r.direction_seq
      JOIN documents AS d ON d.sha256 = r.document
      ${IN_ORDER}, r.direction_seq, r.seq`);
    return rows.map((row) => ({ ...row, themes: JSON.parse(row.themes as unknown as string) as string[] }));
  }

  targets(): Promise<StoredTarget[]> {
    return this.#database.rows<StoredTarget>(`
      SELECT ${CITATION}, r.type, r.indicator, r.value, r.unit, r.deadline, r.bound, r.text,
        r.span_start AS "start", r.span_end AS "end"
      FROM targets AS r JOIN documents AS d ON d.sha256 = r.document ${IN_ORDER}, r.seq`);
  }

  /** Every mention of every figure, by indicator and period; the vintages of a fact in the order of release. */
  async figures(filter: FigureFilter = {}): Promise<StoredFigure[]> {
    const values: Cell[] = [];
    const where: string[] = [];
    const condition = (sql: string, value: Cell | undefined) => {
      if (value === undefined) return;
      values.push(value);
      where.push(sql.replaceAll('?', `$${values.length}`));
    };
    const known = knownFigures(filter.asOf, condition);
    const knownWhere = where.splice(0);
    condition('contains(v.indicator, ?)', filter.indicator);
    condition('v.kind = ?', filter.kind);
    condition('v.period = ?', filter.period);
    condition('(v.area = ? OR v.area_code = ?)', filter.area);
    condition('v.document = ?', filter.document);
    if (filter.vintages === 'current') where.push('NOT v.superseded');
    const rows = await this.#database.rows<FigureRow>(
      `SELECT v.figure, v.fact_key, v.document, v.reader_version, v.recorded_at, v.retired_at, v.superseded,
         coalesce(d.source, s.file) AS source, coalesce(d.title, s.title, s.file) AS title,
         coalesce(d.original_outlet, d.outlet, s.publisher) AS outlet
       FROM (${vintages(`SELECT * FROM figures WHERE ${[known, ...knownWhere].join(' AND ')}`)}) AS v
       LEFT JOIN documents AS d ON d.sha256 = v.document
       LEFT JOIN (SELECT sha256, any_value(file) AS file, any_value(title) AS title, any_value(publisher) AS publisher FROM sources GROUP BY sha256) AS s
         ON s.sha256 = v.document
       ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}`,
      values,
    );
    return rows.map(figureOfRow).sort(compareFigures);
  }

  imports(): Promise<StoredImport[]> {
    return this.#database.rows<StoredImport>(`
      SELECT id, kind, source, started_at AS "startedAt", finished_at AS "finishedAt", accepted, unchanged, rejected
      FROM imports ORDER BY id`);
  }

  /** Rejects that still stand, or all there ever were. */
  async rejects(which: 'open' | 'all' = 'open'): Promise<StoredReject[]> {
    const rows = await this.#database.rows<StoredReject & { record: string | null }>(`
      SELECT import_id AS "importId", seq, file, row_number AS "row", column_name AS "column", value,
        reason_zh AS zh, reason_en AS en, record, recorded_at AS "recordedAt", resolved_by AS "resolvedBy"
      FROM rejects ${which === 'open' ? 'WHERE resolved_by IS NULL' : ''} ORDER BY import_id, seq`);
    return rows.map((row) => ({
      ...row,
      record: row.record === null ? null : (JSON.parse(row.record as unknown as string) as Reject['record']),
    })) as StoredReject[];
  }

  /** Why an import refused rows or cells: each reason with how often and where first, the most frequent first. */
  rejectReasons(importId: number): Promise<RejectReason[]> {
    // Reasons quote the value and other numbers; without them they are the same for all.
    return this.#database.rows<RejectReason>(
      `SELECT count(*) AS count, arg_min(row_number, seq) AS "row", arg_min(column_name, seq) AS "column",
         arg_min(value, seq) AS value, arg_min(reason_zh, seq) AS zh, arg_min(reason_en, seq) AS en
       FROM rejects WHERE import_id = $1
       GROUP BY regexp_replace(
         CASE WHEN coalesce(value, '') = '' THEN reason_en ELSE replace(reason_en, value, '') END,
         '[0-9][-0-9.,/]*', '', 'g')
       ORDER BY count DESC, min(seq)`,
      [importId],
    );
  }

  /** Table files that were taken in. */
  sources(): Promise<StoredSource[]> {
    return this.#database.rows<StoredSource>(`
      SELECT sha256, file, kind, title, bytes, mapping, released, synthetic, import_id AS "importId",
        recorded_at AS "recordedAt", publisher
      FROM sources ORDER BY import_id`);
  }

  enterprises(): Promise<StoredEnterprise[]> {
    return storedEnterprises((sql, values) => this.#database.rows(sql, values));
  }

  links(): Promise<StoredLink[]> {
    return storedLinks((sql, values) => this.#database.rows(sql, values));
  }

  /** The rows of its file that a link was added up from. */
  linkLines(link: number): Promise<StoredLinkLine[]> {
    return storedLinkLines((sql, values) => this.#database.rows(sql, values), link);
  }

  inputClasses(): Promise<StoredInputClass[]> {
    return storedInputClasses((sql, values) => this.#database.rows(sql, values));
  }

  clusters(): Promise<StoredCluster[]> {
    return storedClusters((sql, values) => this.#database.rows(sql, values));
  }

  /** Who holds which title, as lists say. */
  titles(): Promise<StoredTitle[]> {
    return storedTitles((sql, values) => this.#database.rows(sql, values));
  }

  /** Items of firms for assessment. */
  firmItems(): Promise<StoredFirmItem[]> {
    return storedFirmItems((sql, values) => this.#database.rows(sql, values));
  }

  /** Every verdict that was kept. */
  assessments(): Promise<StoredAssessment[]> {
    return storedAssessments((sql, values) => this.#database.rows(sql, values));
  }

  /** Keeps verdicts beside those that were kept before. Returns their ids. */
  async addAssessments(assessments: readonly Assessment[]): Promise<number[]> {
    if (this.#readOnly) throw new Error('the workspace is open read-only');
    const now = this.#now().toISOString();
    const ids = await this.#database.transaction((transaction) =>
      writeAssessments(transaction, now, assessments),
    );
    await this.#database.checkpoint();
    return ids;
  }

  /** Rejects in whose place another import put others, or accepted rows. */
  async resolveRejects(rejects: readonly { importId: number; seq: number }[], by: number): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      for (const { importId, seq } of rejects)
        await transaction.rows(
          'UPDATE rejects SET resolved_by = $1 WHERE import_id = $2 AND seq = $3 AND resolved_by IS NULL',
          [by, importId, seq],
        );
    });
  }

  /** Writes down who changed what. */
  async addAudit(entry: Omit<AuditEntry, 'recordedAt'>, at = this.#now()): Promise<void> {
    await this.#database.aside((transaction) =>
      writeAudit(transaction, { ...entry, recordedAt: at.toISOString() }),
    );
  }

  /** A part of the changes, newest first, and how many there are in all. */
  audit(count: number, from = 0): Promise<{ entries: AuditEntry[]; total: number }> {
    return storedAudit((sql) => this.#database.rows(sql), count, from);
  }

  /** Writes down that a job began or how it ended. */
  async addJob(entry: Omit<JobEntry, 'recordedAt'>): Promise<void> {
    await this.#database.aside((transaction) =>
      writeJob(transaction, { ...entry, recordedAt: this.#now().toISOString() }),
    );
  }

  /** The last jobs, newest first, each as it was last written down. */
  jobs(count: number): Promise<StoredJob[]> {
    return storedJobs((sql) => this.#database.rows(sql), count);
  }

  /** How much the workspace holds of what. */
  async counts(): Promise<WorkspaceCounts> {
    const [row] = await this.#database.rows<Record<keyof WorkspaceCounts, number | boolean>>(COUNTS);
    return {
      ...(Object.fromEntries(Object.entries(row!).map(([key, value]) => [key, Number(value)])) as Omit<
        WorkspaceCounts,
        'synthetic'
      >),
      synthetic: Boolean(row!.synthetic),
    };
  }

  /** Tasks to be solved that stand, by id. */
  challenges(): Promise<StoredChallenge[]> {
    return storedChallenges((sql, values) => this.#database.rows(sql, values));
  }

  /** What firms can do, or what a side of a match offers or needs: rows that stand, by id. */
  market(kind: MarketKind, named?: { words: string; most: number }): Promise<StoredMarketRow[]> {
    return storedMarket((sql, values) => this.#database.rows(sql, values), kind, named);
  }

  /** Who took up which task, and how far each has come. */
  challengeEntries(): Promise<StoredChallengeEntry[]> {
    return storedChallengeEntries((sql, values) => this.#database.rows(sql, values));
  }

  /** Adds steps to the lives of tasks and of applications for them. Returns their numbers. */
  async addChallengeSteps(steps: readonly ChallengeStep[]): Promise<number[]> {
    if (this.#readOnly) throw new Error('the workspace is open read-only');
    const now = this.#now().toISOString();
    const numbers = await this.#database.transaction((transaction) =>
      writeChallengeSteps(transaction, now, steps),
    );
    await this.#database.checkpoint();
    return numbers;
  }

  /** Input–output tables: those that stand, or every vintage. */
  ioTables(which: 'standing' | 'all' = 'standing'): Promise<StoredIoTable[]> {
    return storedIoTables((sql, values) => this.#database.rows(sql, values), which);
  }

  /**
   * An input–output table by name, with labels and figures: the one that stands, or that stood at the end of a day (ISO)
   * in China.
   *
   * @throws UserError where there is none, with the names there are
   */
  ioTable(
    name: string,
    asOf: string | null = null,
  ): Promise<StoredIoTable & Pick<IoTableEntry, 'labels' | 'vectors'>> {
    const before = asOf === null ? null : endOfDayInChina(asOf);
    return storedIoTable((sql, values) => this.#database.rows(sql, values), name, before);
  }

  /** Tables by which it is told which industries fit a region, the one that came last first. */
  layoutTables(): Promise<StoredLayoutTable[]> {
    return storedLayoutTables((sql, values) => this.#database.rows(sql, values));
  }

  /**
   * The layout table of that name with its cells, in the order of the file.
   *
   * @throws UserError where there is none, with the names there are
   */
  layoutTable(name: string): Promise<StoredLayoutTable & { cells: readonly LayoutCell[] }> {
    return storedLayoutTable((sql, values) => this.#database.rows(sql, values), name);
  }

  /** A cell of a layout table, of any vintage, with where it stands; null where there is none. */
  layoutCell(table: number, row: number): Promise<PlacedLayoutCell | null> {
    return storedLayoutCell((sql, values) => this.#database.rows(sql, values), table, row);
  }

  /** Areas that adjoin, and the file that says so; null where nobody does. */
  neighbours(): Promise<{ file: string; synthetic: boolean; pairs: [string, string][] } | null> {
    return storedNeighbours((sql, values) => this.#database.rows(sql, values));
  }

  /** Chain maps with the counts of their rows. */
  chains(): Promise<StoredChain[]> {
    return storedChains((sql, values) => this.#database.rows(sql, values));
  }

  /**
   * The standing rows of a chain map.
   *
   * @throws UserError where there is none of that name, with the names there are
   */
  chain(name: string): Promise<StoredChainRow[]> {
    return storedChain((sql, values) => this.#database.rows(sql, values), name);
  }

  /** What the checks found, of one import or of all. */
  findings(importId?: number): Promise<StoredFinding[]> {
    return this.#database.rows<StoredFinding>(
      `SELECT import_id AS "importId", seq, finding, severity, enterprise, item, period, value, expected, unit, file,
         row_number AS "row", reason_zh AS zh, reason_en AS en, recorded_at AS "recordedAt"
       FROM findings ${importId === undefined ? '' : 'WHERE import_id = $1'} ORDER BY import_id, seq`,
      importId === undefined ? [] : [importId],
    );
  }

  /**
   * Runs a query that an engine made: `reports`, `report_values`, `reporters`, `report_items`, `enterprises`,
   * `clusters` and `figures` are the tables it may speak of.
   */
  query<Row>(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    return this.#database.rows<Row>(sql, values);
  }

  /**
   * Names the state of tables: another one after every committed change of any of them, the same until then, as long as the
   * workspace is open. What rests on them alone can be kept until it changes.
   */
  version(tables: readonly string[]): string {
    return this.#database.version(tables);
  }

  /** Counts a change of what is kept beside the tables, under a name of its own, for `version`. */
  noteChange(name: string): void {
    this.#database.noteChanges([name]);
  }

  /** Counts a change of what everything rests on, its rulebooks say: `version` is another for any tables. */
  noteChangeOfAll(): void {
    this.#database.noteChangeOfAll();
  }

  /** As `query`, by column: of many rows that takes a part of the room. Integers of 64 bits come as bigint. */
  queryColumns(sql: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
    return this.#database.columns(sql);
  }

  /** Writes the rows of a query to a file: for tables that are too large to be held. */
  async copyOut(sql: string, file: string, options: string): Promise<number> {
    const [done] = await this.#database.rows<{ Count: number }>(
      `COPY (${sql}) TO '${file.replaceAll("'", "''")}' (${options})`,
    );
    return done?.Count ?? 0;
  }

  /**
   * Copies the database to a file while nobody writes: all that was acknowledged, and nothing half written.
   *
   * @throws UserError where its log cannot be folded in, since somebody reads without a pause
   */
  async copyDatabase(to: string): Promise<void> {
    const isWhole = await this.#database
      .whileStill(() => copyFile(join(this.dir, 'ballast.duckdb'), to, constants.COPYFILE_FICLONE))
      .catch((error: unknown) => {
        throw asUserError(to, error);
      });
    if (isWhole) return;
    throw new UserError({
      zh: '工作区正忙，暂时取不到完整的副本。请稍后再试。',
      en: 'The workspace is busy, and no whole copy can be taken. Try again shortly.',
    });
  }

  /** Originals that no document row speaks of: left by a process that was killed in between. */
  async strayOriginals(): Promise<string[]> {
    const rows = await this.#database.rows<{ sha256: string }>('SELECT sha256 FROM documents');
    const known = new Set(rows.map((row) => row.sha256));
    return (await this.originals.names()).filter((name) => !known.has(name));
  }
}

/** One run of reading in: its documents, its rejects, and what they replace. */
export class Import {
  readonly #database: DatabaseUse;
  readonly #originals: Originals;
  readonly #now: () => Date;
  readonly #about: { kind: string; source: string };
  #id: number | null = null;
  #accepted = 0;
  #unchanged = 0;
  #rejected = 0;

  constructor(
    database: DatabaseUse,
    originals: Originals,
    now: () => Date,
    about: { kind: string; source: string },
  ) {
    this.#database = database;
    this.#originals = originals;
    this.#now = now;
    this.#about = about;
  }

  /**
   * The originals are on disk before the rows that speak of them; a batch of pages is committed as one. A page that is
   * known by its SHA-256 is written again only if its reading is by another, not older, version of the reader.
   */
  async addDocuments(pages: readonly ReadPage[], reading: Reading): Promise<Added> {
    const result: Added = { added: [], renewed: [], unchanged: [] };
    for (const page of pages) {
      if (sha256(page.original) !== page.document.sha256) {
        throw new RangeError(`sha256 of ${page.document.source} is not that of its bytes`);
      }
    }
    for (let first = 0; first < pages.length; first += BATCH_PAGES) {
      await this.#addBatch(pages.slice(first, first + BATCH_PAGES), reading, result);
    }
    return result;
  }

  /** The import in which this file was taken in as this kind under this mapping; one that took in nothing is none. */
  async importOf(kind: SourceKind, source: Pick<TableSource, 'sha256' | 'mapping'>): Promise<number | null> {
    const [row] = await this.#database.rows<{ id: number }>(
      `SELECT s.import_id AS id FROM sources AS s JOIN imports AS i ON i.id = s.import_id
       WHERE s.kind = $1 AND s.sha256 = $2 AND s.mapping IS NOT DISTINCT FROM $3 AND i.accepted + i.unchanged > 0 LIMIT 1`,
      [kind, source.sha256, source.mapping],
    );
    return row?.id ?? null;
  }

  /**
   * Takes in a table file in one transaction: rows, rejects and the end of the import are there together, or not at
   * all. The original is to be in the workspace before. `mended` are rejects, by import and number, that rows of this
   * file take the place of.
   */
  async addTable(
    kind: SourceKind,
    source: TableSource,
    work: (transaction: Transaction, run: { id: number; now: string }) => Promise<TableWritten>,
    mended: readonly Mended[] = [],
  ): Promise<TableWritten & { id: number }> {
    const counts = this.#counts();
    const written = await this.#write(async (transaction, id, now) => {
      const done = await work(transaction, { id, now });
      await this.#close(transaction, { id, now }, kind, source, done, mended);
      return { ...done, id };
    }, counts);
    await this.#database.checkpoint();
    return written;
  }

  /** `addTable` for reports, of any number. */
  async addReports(
    source: TableSource,
    load: ReportLoad,
    /** Filled while the rows are read. */
    mended: readonly Mended[] = [],
    refused: readonly Reject[] = [],
  ): Promise<LoadedReports & { id: number }> {
    try {
      const staged = await stageReports(this.#database, load);
      const counts = this.#counts();
      const loaded = await this.#write(async (transaction, id, now) => {
        const done = await settleReports(transaction, staged, { id, now, file: source.file });
        this.#rejected += done.rejected;
        await this.#close(transaction, { id, now }, 'reports', source, { ...done, rejects: refused }, mended);
        // The last step that may end the import: what is told after the commit would end what is there already.
        load.onStep?.({ zh: '写入磁盘', en: 'Writing to disk' });
        return { ...done, rejected: done.rejected + refused.length, id };
      }, counts);
      await this.#database.checkpoint();
      return loaded;
    } finally {
      await clearReports(this.#database);
    }
  }

  async #close(
    transaction: Transaction,
    { id, now }: { id: number; now: string },
    kind: SourceKind,
    source: TableSource,
    written: TableWritten,
    mended: readonly Mended[],
  ): Promise<void> {
    // What was refused of this very file is judged anew.
    await transaction.rows(
      `UPDATE rejects SET resolved_by = $1 WHERE resolved_by IS NULL AND import_id <> $1
       AND import_id IN (SELECT import_id FROM sources WHERE sha256 = $2 AND kind = $3)`,
      [id, source.sha256, kind],
    );
    await transaction.append('sources', [
      [
        source.sha256,
        source.file,
        kind,
        source.title,
        source.bytes,
        source.mapping,
        source.released,
        source.synthetic,
        id,
        now,
        source.publisher,
      ],
    ]);
    await appendRejects(transaction, { id, now }, written.rejects);
    for (const { importId, seq } of mended) {
      await transaction.rows(
        'UPDATE rejects SET resolved_by = $1 WHERE import_id = $2 AND seq = $3 AND resolved_by IS NULL',
        [id, importId, seq],
      );
    }
    this.#accepted += written.accepted;
    this.#unchanged += written.unchanged;
    this.#rejected += written.rejects.length;
    await transaction.rows('UPDATE imports SET finished_at = $2 WHERE id = $1', [id, now]);
  }

  /** Keeps what was refused. What stands already, word for word, is not kept twice. */
  async reject(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    const counts = this.#counts();
    await this.#write(async (transaction, id, now) => {
      await appendRejects(transaction, { id, now }, rejects);
      this.#rejected += rejects.length;
    }, counts);
  }

  /** Closes the import and folds the log into the database. */
  async finish(): Promise<StoredImport | null> {
    if (this.#id === null) return null;
    const counts = this.#counts();
    const [row] = await this.#write(async (transaction, id, now) => {
      await transaction.rows('UPDATE imports SET finished_at = $2 WHERE id = $1', [id, now]);
      return transaction.rows<StoredImport>(
        `SELECT id, kind, source, started_at AS "startedAt", finished_at AS "finishedAt" FROM imports WHERE id = $1`,
        [id],
      );
    }, counts);
    await this.#database.checkpoint();
    return { ...row!, accepted: this.#accepted, unchanged: this.#unchanged, rejected: this.#rejected };
  }

  async #addBatch(pages: readonly ReadPage[], reading: Reading, result: Added): Promise<void> {
    const known = await this.#knownVersions(pages);
    const fresh: ReadPage[] = [];
    const batch: Added = { added: [], renewed: [], unchanged: [] };
    for (const page of pages) {
      const hash = page.document.sha256;
      const version = known.get(hash);
      if (version !== undefined && !replaces(reading.readerVersion, version)) {
        batch.unchanged.push(hash);
        continue;
      }
      (version === undefined ? batch.added : batch.renewed).push(hash);
      known.set(hash, reading.readerVersion);
      fresh.push(page);
    }
    for (const page of fresh) await this.#originals.put(page.document.sha256, page.original);
    const mended = await this.#refusedBefore(pages);
    if (fresh.length > 0 || mended.length > 0) {
      const counts = this.#counts();
      await this.#write(async (transaction, id, now) => {
        const writer = new DocumentWriter(transaction, { id, now, reading });
        for (const page of fresh) await writer.add(page, batch.renewed.includes(page.document.sha256));
        await writer.flush();
        await resolveRejects(transaction, id, mended);
        this.#accepted += fresh.length;
      }, counts);
    }
    this.#unchanged += batch.unchanged.length;
    result.added.push(...batch.added);
    result.renewed.push(...batch.renewed);
    result.unchanged.push(...batch.unchanged);
  }

  async #knownVersions(pages: readonly ReadPage[]): Promise<Map<string, string>> {
    const rows = await this.#database.rows<{ sha256: string; version: string }>(
      `SELECT sha256, reader_version AS version FROM documents
       WHERE sha256 IN (${pages.map((_, i) => `$${i + 1}`).join(', ')})`,
      pages.map((page) => page.document.sha256),
    );
    return new Map(rows.map((row) => [row.sha256, row.version]));
  }

  /** Files of the pages that stand refused by an earlier run: read now, they have been mended. */
  async #refusedBefore(pages: readonly ReadPage[]): Promise<string[]> {
    const files = new Set(pages.map((page) => page.file ?? page.document.source));
    files.delete(STANDARD_INPUT);
    const rows = await this.#database.rows<{ file: string }>(
      `SELECT DISTINCT file FROM rejects WHERE resolved_by IS NULL AND import_id <> $1`,
      [this.#id ?? 0],
    );
    return rows.map((row) => row.file).filter((file) => files.has(file));
  }

  #counts() {
    return { accepted: this.#accepted, unchanged: this.#unchanged, rejected: this.#rejected };
  }

  /** One transaction, with the import's own row kept in step. After a failure the counts are what they were. */
  async #write<Result>(
    work: (transaction: Transaction, id: number, now: string) => Promise<Result>,
    before: { accepted: number; unchanged: number; rejected: number },
  ): Promise<Result> {
    const now = this.#now().toISOString();
    const had = this.#id;
    try {
      return await this.#database.transaction(async (transaction) => {
        this.#id ??= await this.#enter(transaction, now);
        const result = await work(transaction, this.#id, now);
        await transaction.rows(
          'UPDATE imports SET accepted = $2, unchanged = $3, rejected = $4 WHERE id = $1',
          [this.#id, this.#accepted, this.#unchanged, this.#rejected],
        );
        return result;
      });
    } catch (error) {
      this.#id = had;
      this.#accepted = before.accepted;
      this.#unchanged = before.unchanged;
      this.#rejected = before.rejected;
      throw error;
    }
  }

  async #enter(transaction: Transaction, now: string): Promise<number> {
    const [last] = await transaction.rows<{ id: number | null }>('SELECT max(id) AS id FROM imports');
    const id = (last?.id ?? 0) + 1;
    await transaction.append('imports', [[id, this.#about.kind, this.#about.source, now, null, 0, 0, 0]]);
    return id;
  }
}

/** Gathers the rows of a batch of documents, table by table. */
class DocumentWriter {
  readonly #transaction: Transaction;
  readonly #run: { id: number; now: string; reading: Reading };
  readonly #rows = {
    documents: [] as Cell[][],
    directions: [] as Cell[][],
    measures: [] as Cell[][],
    targets: [] as Cell[][],
    figures: [] as Cell[][],
  };

  constructor(transaction: Transaction, run: { id: number; now: string; reading: Reading }) {
    this.#transaction = transaction;
    this.#run = run;
  }

  async add(page: ReadPage, renews: boolean): Promise<void> {
    const { document } = page;
    const { id, now, reading } = this.#run;
    const { readerVersion } = reading;
    const figures = figuresOf(document, reading.areaCode);
    const kept = renews ? await this.#withdraw(document.sha256, figures) : null;
    this.#rows.documents.push([
      document.sha256,
      document.source,
      page.file ?? document.source,
      document.format,
      document.title,
      document.published,
      document.publishedTrust ?? null,
      document.eventDates[0]?.date ?? null,
      releaseDate(document),
      document.outlet,
      document.originalOutlet,
      page.original.length,
      readerVersion,
      id,
      kept?.recordedAt ?? now,
      now,
      JSON.stringify(document),
    ]);
    this.#addDirections(document);
    for (const [seq, target] of document.targets.entries()) {
      const { type, indicator, value, unit, deadline, bound, textSpan, start, end } = target;
      this.#rows.targets.push([
        document.sha256,
        seq,
        type,
        indicator,
        value,
        unit,
        deadline,
        bound,
        textSpan,
        start,
        end,
      ]);
    }
    for (const figure of figures) {
      const stood = kept?.figures.get(figure.id);
      this.#rows.figures.push(
        figureRow(figure, document.sha256, readerVersion, stood?.importId ?? id, stood?.recordedAt ?? now),
      );
    }
  }

  async flush(): Promise<void> {
    for (const [table, rows] of Object.entries(this.#rows)) await this.#transaction.append(table, rows);
  }

  #addDirections(document: ReadDocument): void {
    let measureSeq = 0;
    for (const [seq, direction] of document.directions.entries()) {
      this.#rows.directions.push([
        document.sha256,
        seq,
        direction.group,
        direction.ordinal,
        direction.title,
        direction.status ?? null,
        direction.speaker ?? null,
        JSON.stringify(direction.themes),
        direction.start,
        direction.end,
      ]);
      for (const measure of direction.measures) {
        this.#rows.measures.push([
          document.sha256,
          seq,
          measureSeq++,
          measure.text,
          JSON.stringify(measure.themes),
          measure.start,
          measure.end,
        ]);
      }
    }
  }

  /**
   * Makes room for another reading of a page. Directions, measures and targets go. Figures that the new reading no
   * longer states are retired, not deleted; those that it states too keep the instant at which they were recorded.
   */
  async #withdraw(document: string, figures: readonly Figure[]) {
    const [stored] = await this.#transaction.rows<{ recordedAt: string }>(
      'SELECT recorded_at AS "recordedAt" FROM documents WHERE sha256 = $1',
      [document],
    );
    const standing = await this.#transaction.rows<{ id: string; importId: number; recordedAt: string }>(
      `SELECT id, import_id AS "importId", recorded_at AS "recordedAt" FROM figures
       WHERE document = $1 AND retired_at IS NULL`,
      [document],
    );
    const stated = new Set(figures.map((figure) => figure.id));
    const gone = standing.filter((row) => !stated.has(row.id)).map((row) => `'${row.id}'`);
    if (gone.length > 0) {
      await this.#transaction.rows(
        `UPDATE figures SET retired_at = $2
         WHERE document = $1 AND retired_at IS NULL AND id IN (${gone.join(', ')})`,
        [document, this.#run.now],
      );
    }
    await this.#transaction.rows('DELETE FROM figures WHERE document = $1 AND retired_at IS NULL', [
      document,
    ]);
    for (const table of ['directions', 'measures', 'targets']) {
      await this.#transaction.rows(`DELETE FROM ${table} WHERE document = $1`, [document]);
    }
    await this.#transaction.rows('DELETE FROM documents WHERE sha256 = $1', [document]);
    return { recordedAt: stored!.recordedAt, figures: new Map(standing.map((row) => [row.id, row])) };
  }
}

/** A reject that a row of another file mends. */
export interface Mended {
  importId: number;
  seq: number;
}

/** What stands already, word for word, is not kept twice. */
async function appendRejects(
  transaction: Transaction,
  { id, now }: { id: number; now: string },
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return;
  const key = (reject: Reject) =>
    JSON.stringify([reject.file, reject.row, reject.column, reject.value, reject.zh]);
  const open = await transaction.rows<Reject>(`
    SELECT file, row_number AS "row", column_name AS "column", value, reason_zh AS zh
    FROM rejects WHERE resolved_by IS NULL`);
  const known = new Set(open.map(key));
  // Two things that came by standard input have one name and nothing else in common.
  const fresh = rejects.filter(
    (reject) => reject.file === STANDARD_INPUT || (!known.has(key(reject)) && known.add(key(reject))),
  );
  const [{ next }] = (await transaction.rows<{ next: number }>(
    'SELECT count(*) AS next FROM rejects WHERE import_id = $1',
    [id],
  )) as [{ next: number }];
  await transaction.append(
    'rejects',
    fresh.map((r, i) => [
      id,
      next + i,
      r.file,
      r.row,
      r.column,
      r.value,
      r.zh,
      r.en,
      now,
      null,
      r.record ? JSON.stringify(r.record) : null,
    ]),
  );
}

/** A file that was refused before and is accepted now has been mended. */
async function resolveRejects(transaction: Transaction, id: number, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  await transaction.rows(
    `UPDATE rejects SET resolved_by = $1 WHERE resolved_by IS NULL AND import_id <> $1
     AND file IN (${files.map((_, i) => `$${i + 2}`).join(', ')})`,
    [id, ...files],
  );
}

/**
 * Whether a reading by `version` takes the place of one by `stored`. Versions are `1.4.0` or `1.4.0+words`; what
 * stands after the + (a fingerprint of the lexicons) has no order, so any other one replaces.
 */
function replaces(version: string, stored: string): boolean {
  const order = compareVersions(version, stored);
  return order > 0 || (order === 0 && version !== stored);
}

function compareVersions(a: string, b: string): number {
  const parts = (version: string) => version.split('+')[0]!.split('.').map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function figureRow(
  figure: Figure,
  document: string,
  readerVersion: string,
  importId: number,
  recordedAt: string,
  scopeWords: string | null = null,
): Cell[] {
  const period = figure.period === null ? null : parsePeriod(figure.period);
  const months = period && periodMonths(period);
  const [low, high] = valueInterval(figure);
  const { industry } = figure;
  return [
    figure.id,
    factKey(figure),
    figure.indicator,
    figure.value,
    low,
    high,
    figure.unit,
    figure.kind,
    figure.period,
    months?.start ?? null,
    months?.end ?? null,
    figure.area.code,
    figure.area.name,
    industry?.code ? `${industry.code.system}-${industry.code.version}:${industry.code.code}` : null,
    industry?.name ?? null,
    figure.group,
    figure.priceBasis,
    figure.scope,
    figure.comparator,
    figure.bound,
    figure.approx,
    figure.released,
    document,
    'quote' in figure.source ? figure.source.quote : null,
    JSON.stringify(figure),
    readerVersion,
    importId,
    recordedAt,
    null,
    scopeWords,
  ];
}

interface FigureRow {
  figure: string;
  fact_key: string;
  document: string;
  reader_version: string;
  recorded_at: string;
  retired_at: string | null;
  superseded: boolean;
  source: string;
  title: string;
  outlet: string | null;
}

function figureOfRow(row: FigureRow): StoredFigure {
  return {
    ...(JSON.parse(row.figure) as Figure),
    factKey: row.fact_key,
    document: row.document,
    documentSource: row.source,
    documentTitle: row.title,
    outlet: row.outlet,
    readerVersion: row.reader_version,
    recordedAt: row.recorded_at,
    retiredAt: row.retired_at,
    superseded: row.superseded,
  };
}

function compareFigures(a: StoredFigure, b: StoredFigure): number {
  return (
    compareText(a.indicator, b.indicator) ||
    compareText(a.area.name, b.area.name) ||
    comparePeriodTexts(a.period, b.period) ||
    compareText(a.factKey, b.factKey) ||
    compareText(a.released ?? '', b.released ?? '') ||
    compareText(a.document, b.document) ||
    startOf(a) - startOf(b) ||
    compareText(a.recordedAt, b.recordedAt)
  );
}

function startOf(figure: Figure): number {
  return figure.source.kind === 'page' ? figure.source.start : 0;
}

/** Which figures were known: the condition, and through `condition` its values. */
function knownFigures(
  asOf: FigureFilter['asOf'],
  condition: (sql: string, value: Cell | undefined) => void,
): string {
  if (!asOf) return 'retired_at IS NULL';
  const end = endOfDayInChina(asOf.day);
  if (asOf.by === 'recorded') {
    condition('recorded_at < ?', end);
    condition('(retired_at IS NULL OR retired_at >= ?)', end);
    return 'true';
  }
  condition('(released IS NULL OR released <= ?)', asOf.day);
  condition('(released IS NOT NULL OR recorded_at < ?)', end);
  return 'retired_at IS NULL';
}

export function endOfDayInChina(day: string): string {
  return new Date(Date.parse(`${parseIsoDay(day)}T00:00:00+08:00`) + 24 * 60 * 60 * 1000).toISOString();
}

const CITATION = `r.document, d.source, d.title AS "documentTitle",
  coalesce(d.original_outlet, d.outlet) AS outlet, d.released`;
const IN_ORDER = `ORDER BY d.released NULLS LAST, d.source, d.sha256`;

async function checkFolder(dir: string, readOnly: boolean): Promise<void> {
  const there = await stat(dir).catch(() => null);
  if (there && !there.isDirectory()) {
    throw new UserError({
      zh: `工作区应是一个文件夹，而这是一个文件：${dir}`,
      en: `A workspace is a folder, but this is a file: ${dir}`,
    });
  }
  if (there || readOnly) return;
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw asUserError(dir, error);
  }
}
