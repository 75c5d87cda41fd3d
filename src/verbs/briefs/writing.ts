// How a brief is to be written, whatever it is about.
import { basename, extname } from 'node:path';
import type { BriefDocument } from '../../brief/index.js';
import { type Lang, UserError } from '../../model/index.js';
import type { Teller } from '../teller.js';

export interface Writing {
  lang: Lang;
  /** ISO day that ages and deadlines are counted at. */
  today: string;
  teller: Teller;
}

/** What the engine of briefs takes of it. */
export function engineOptions({ lang, today }: Writing, title: string | undefined) {
  return { lang, today, ...(title === undefined ? {} : { title }) };
}

/** A file that has no title of its own goes by its name; where it lies is said beside it. */
export function titleOf(title: string): string {
  return /[\\/]/.test(title) && extname(title) !== '' ? basename(title) : title;
}

/** Throws a UserError where nothing could be written; `where` names the workspace. */
export function requireNotes(document: BriefDocument, where: string, period?: string): void {
  if (document.footnotes.length > 0) return;
  throw new UserError({
    zh: `工作区 ${where} 里没有这一地区${period === undefined ? '' : `、这一时期（${period}）`}可写的数。先导入：ballast import 文件 --as figures`,
    en: `workspace ${where} holds no figures to write of for this area${period === undefined ? '' : ` and period (${period})`}. Import some: ballast import FILE --as figures`,
  });
}

/** Sentences that could not be written for want of data. */
export function notWritten({ sections }: BriefDocument): number {
  const left = sections.find(({ id }) => id === 'unwritten')?.blocks[0];
  return left?.type === 'table' ? left.rows.length : 0;
}
