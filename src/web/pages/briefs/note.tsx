// Where a number of a brief comes from: the cell, the sentence, or the notes it was worked out from.
import { Button, Skeleton, Typography } from 'antd';
import type { BriefNote } from '../../../server/contract/briefs.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { OriginCard } from '../../parts/figure.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed } from '../../router.js';

interface NoteProps {
  path: string;
  /** Query of the version that is shown; empty for the last. */
  version: string;
  number: number;
  open(number: number): void;
  jump(): void;
}

export function Note({ path, version, number, open, jump }: NoteProps) {
  const { words, say: told } = useLanguage();
  const say = words.briefs;
  const {
    data: note,
    error,
    refetch,
  } = useAnswer<BriefNote>(`${path}/notes/${number}${version && `?${version}`}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!note) return <Skeleton active />;
  const known = new Set(note.origins.flatMap(({ place }) => (place.kind === 'cell' ? [place.column] : [])));
  const cells = note.cells.filter(({ column }) => !known.has(column));
  return (
    <div className="brief-note">
      {note.origins.map((origin) => (
        <OriginCard key={origin.id} origin={origin} stored />
      ))}
      {note.origins.length === 0 && (
        <>
          {note.cells.length === 0 && <Typography.Paragraph>{told(note.sentence)}</Typography.Paragraph>}
          {note.method && (
            <Typography.Paragraph type="secondary">
              {say.method}：{told(note.method)}
            </Typography.Paragraph>
          )}
          {note.source && (
            <Typography.Paragraph>
              {say.source}：{note.source.title} {note.source.synthetic && <SyntheticMark />}
              {note.source.title !== note.source.file && (
                <Typography.Text type="secondary"> {note.source.file}</Typography.Text>
              )}
              {note.row !== null && (
                <>
                  <br />
                  {say.place}：{say.row(note.sheet, note.row)}
                </>
              )}
              {note.released && (
                <>
                  <br />
                  {say.released}：{note.released}
                </>
              )}
            </Typography.Paragraph>
          )}
        </>
      )}
      {cells.length > 0 && (
        <ul className="brief-cells">
          {cells.map(({ column, quote, states }) => (
            <li key={`${column} ${quote} ${states.zh}`}>
              {column} <Typography.Text mark>{quote}</Typography.Text>{' '}
              <Typography.Text type="secondary">{told(states)}</Typography.Text>
            </li>
          ))}
        </ul>
      )}
      {note.inputs.length > 0 && (
        <>
          <Typography.Text type="secondary">{say.inputs}</Typography.Text>
          <div className="brief-inputs">
            {note.inputs.map((input) => (
              <Button key={input} size="small" onClick={() => open(input)}>
                {say.note(input)}
              </Button>
            ))}
          </div>
        </>
      )}
      {note.page && (
        <p>
          <a
            href={`/policy/${note.page.document}?start=${note.page.start}&end=${note.page.end}`}
            onClick={followed}
          >
            {say.read}
          </a>
        </p>
      )}
      <p>
        <Button size="small" onClick={jump}>
          {say.jump}
        </Button>
      </p>
    </div>
  );
}
