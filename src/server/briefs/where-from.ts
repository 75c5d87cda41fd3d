// Where the workbench shows what a note of a brief rests on.
import type { BriefDocument, Footnote } from '../../brief/index.js';
import type { Workspace } from '../../store/index.js';

/** Figures of the notes that the workspace still holds; what briefs compute for themselves it does not. */
export async function figuresHeld(
  workspace: Workspace,
  { footnotes }: BriefDocument,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(footnotes.flatMap(({ trace }) => trace?.figures ?? []))];
  if (ids.length === 0) return new Set();
  const rows = await workspace.query<{ id: string }>(
    `SELECT DISTINCT id FROM figures WHERE id IN (SELECT unnest(json_extract_string($1::JSON, '$[*]')))`,
    [JSON.stringify(ids)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** A sentence in its page, a figure in its series. */
export function addressOf({ trace }: Footnote, held: ReadonlySet<string>): string | null {
  if (trace?.page !== undefined) {
    const { document, start, end } = trace.page;
    return `/policy/${document}?start=${start}&end=${end}`;
  }
  const figure = trace?.figures?.find((id) => held.has(id));
  return figure === undefined ? null : `/monitoring?figure=${figure}`;
}
