/** Tasks to be solved (揭榜挂帅 and their like) and who took them up. A changed task is a further vintage; steps are only added to. */
import { sha256 } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import { markRevised } from './mark-revised.js';
import { hashFile } from './originals.js';
import type { Mended, Reject, TableSource, TableWritten, Workspace } from './workspace.js';

type Rows = <Row>(sql: string, values: readonly Cell[]) => Promise<Row[]>;

/** A task as its publisher asks it; `record` is the whole of it. */
export interface KeptChallenge {
  id: string;
  title: string;
  kind: string;
  direction: string;
  publisher: string;
  published: string | null;
  applyUntil: string | null;
  record: Readonly<Record<string, unknown>>;
  sheet: string | null;
  row: number;
}

export interface StoredChallenge extends KeptChallenge {
  file: string | null;
  sha256: string | null;
  synthetic: boolean;
  importId: number;
  recordedAt: string;
}

/** One step in the life of a task (`lead` null), or of one application for it. */
export interface ChallengeStep {
  challenge: string;
  lead: string | null;
  partners: string[];
  recommendedBy: string | null;
  to: string;
  by: string;
  /** ISO day. */
  on: string;
  evidence: string | null;
  note: string | null;
  /** By number of the indicator. */
  measured: Record<string, number> | null;
}

export interface StoredChallengeStep extends ChallengeStep {
  /** Counts from 1 within the workspace, in the order of recording. */
  seq: number;
  recordedAt: string;
}

/** Steps of one application, or of the task itself, in their order. */
export interface StoredChallengeEntry {
  challenge: string;
  lead: string | null;
  partners: string[];
  recommendedBy: string | null;
  steps: StoredChallengeStep[];
}

export interface ChallengesImported {
  file: string;
  importId: number | null;
  /** The import in which this very file was taken in before. */
  knownAs: number | null;
  accepted: number;
  unchanged: number;
  revised: number;
  rejected: number;
}

export interface ChallengesImport {
  mapping: string | null;
  released: string | null;
  publisher: string | null;
  synthetic: boolean;
  /** As the user calls the file, where that is not its path. */
  name?: string;
}

/** Takes the tasks of one file in, in one transaction. */
export async function importChallenges(
  workspace: Workspace,
  file: string,
  content: {
    challenges: readonly KeptChallenge[];
    rejects: readonly Reject[];
    mended?: readonly Mended[];
  },
  { name = file, ...options }: ChallengesImport,
): Promise<ChallengesImported> {
  const { hash, bytes } = await hashFile(file);
  const source: TableSource = { sha256: hash, file: name, title: null, bytes, ...options };
  const run = workspace.startImport({ kind: 'challenges', source: name });
  const knownAs = await run.importOf('challenges', source);
  if (knownAs !== null)
    return { file, importId: null, knownAs, accepted: 0, unchanged: 0, revised: 0, rejected: 0 };
  await workspace.originals.putFile(hash, file, bytes);
  const {
    id: importId,
    accepted,
    unchanged,
    revised,
    rejects,
  } = await run.addTable(
    'challenges',
    source,
    (transaction, at) => writeChallenges(transaction, at, source, content.challenges, content.rejects),
    content.mended ?? [],
  );
  return { file, importId, knownAs, accepted, unchanged, revised, rejected: rejects.length };
}

/** Adds the steps of one file, and keeps the rows of it that were refused, in one transaction. */
export async function importChallengeSteps(
  workspace: Workspace,
  file: string,
  {
    steps,
    unchanged,
    rejects,
  }: { steps: readonly ChallengeStep[]; unchanged: number; rejects: readonly Reject[] },
  { name = file, ...options }: ChallengesImport,
): Promise<ChallengesImported> {
  const kept = {
    file,
    knownAs: null,
    accepted: steps.length,
    unchanged,
    revised: 0,
    rejected: rejects.length,
  };
  if (steps.length === 0 && rejects.length === 0) return { ...kept, importId: null };
  const { hash, bytes } = await hashFile(file);
  const source: TableSource = { sha256: hash, file: name, title: null, bytes, ...options };
  const run = workspace.startImport({ kind: 'challenge-entries', source: name });
  await workspace.originals.putFile(hash, file, bytes);
  const { id: importId } = await run.addTable('challenge-entries', source, async (transaction, { now }) => {
    if (steps.length > 0) await writeChallengeSteps(transaction, now, steps);
    return { accepted: steps.length, unchanged, revised: 0, rejects };
  });
  return { ...kept, importId };
}

async function writeChallenges(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  challenges: readonly KeptChallenge[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ id: string; content: string }>(
    'SELECT id, content FROM challenges WHERE revised_by IS NULL',
  );
  const known = new Map(standing.map(({ id, content }) => [id, content]));
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: refused };
  const rows: Cell[][] = [];
  const revised: string[] = [];
  for (const { sheet, row, ...said } of challenges) {
    const content = sha256(JSON.stringify(said));
    const before = known.get(said.id);
    if (before === content) {
      result.unchanged++;
      continue;
    }
    if (before !== undefined) {
      revised.push(said.id);
      result.revised++;
    }
    result.accepted++;
    rows.push([
      said.id,
      said.title,
      said.kind,
      said.direction,
      said.publisher,
      said.published,
      said.applyUntil,
      JSON.stringify(said.record),
      content,
      source.sha256,
      sheet,
      row,
      run.id,
      run.now,
      null,
    ]);
  }
  await markRevised(transaction, 'challenges', 'id', revised, run.id);
  await transaction.append('challenges', rows);
  return result;
}

/** Tasks that stand, by id. */
export async function storedChallenges(rows: Rows): Promise<StoredChallenge[]> {
  const found = await rows<StoredChallenge & { record: unknown }>(
    `SELECT c.id, c.title, c.kind, direction, c.publisher, published, apply_until AS "applyUntil", record, sheet,
       row_number AS "row", s.file, s.sha256, coalesce(s.synthetic, false) AS synthetic, c.import_id AS "importId",
       c.recorded_at AS "recordedAt"
     FROM challenges AS c LEFT JOIN sources AS s ON s.import_id = c.import_id
     WHERE revised_by IS NULL ORDER BY c.id`,
    [],
  );
  return found.map((row) => ({
    ...row,
    record: JSON.parse(row.record as unknown as string) as StoredChallenge['record'],
  }));
}

/** Appends; what was recorded before stays. Returns the numbers of the steps. */
export async function writeChallengeSteps(
  transaction: Transaction,
  now: string,
  steps: readonly ChallengeStep[],
): Promise<number[]> {
  const [last] = await transaction.rows<{ seq: number | null }>(
    'SELECT max(seq) AS seq FROM challenge_entries',
  );
  const first = (last?.seq ?? 0) + 1;
  await transaction.append(
    'challenge_entries',
    steps.map((one, at) => [
      first + at,
      one.challenge,
      one.lead,
      JSON.stringify(one.partners),
      one.recommendedBy,
      one.to,
      one.by,
      one.on,
      one.evidence,
      one.note,
      one.measured === null ? null : JSON.stringify(one.measured),
      now,
    ]),
  );
  return steps.map((_, at) => first + at);
}

/** Applications with all their steps, by task and lead; the steps of a task itself stand under no lead, first. */
export async function storedChallengeEntries(rows: Rows): Promise<StoredChallengeEntry[]> {
  const found = await rows<StoredChallengeStep & { partners: unknown; measured: unknown }>(
    `SELECT seq, challenge, lead, partners, recommended_by AS "recommendedBy", state AS "to", by_whom AS "by",
       day AS "on", evidence, note, measured, recorded_at AS "recordedAt"
     FROM challenge_entries ORDER BY challenge, lead NULLS FIRST, seq`,
    [],
  );
  const entries = new Map<string, StoredChallengeEntry>();
  for (const row of found) {
    const step: StoredChallengeStep = {
      ...row,
      partners: JSON.parse(row.partners as unknown as string) as string[],
      measured:
        row.measured === null
          ? null
          : (JSON.parse(row.measured as unknown as string) as Record<string, number>),
    };
    const key = `${step.challenge} ${step.lead}`;
    const entry = entries.get(key);
    if (entry === undefined)
      entries.set(key, {
        challenge: step.challenge,
        lead: step.lead,
        partners: step.partners,
        recommendedBy: step.recommendedBy,
        steps: [step],
      });
    else {
      entry.steps.push(step);
      // Who joined and who recommends is as the last step that says it.
      if (step.partners.length > 0) entry.partners = step.partners;
      entry.recommendedBy = step.recommendedBy ?? entry.recommendedBy;
    }
  }
  return [...entries.values()];
}
