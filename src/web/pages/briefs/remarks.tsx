// The writer's own words: what is typed, and what of it is kept.
import { Input, Typography } from 'antd';
import { useId } from 'react';
import type { Remarks } from '../../../server/contract/briefs.js';
import { useLanguage } from '../../language.js';

export interface Typed {
  by: string;
  date: string;
  problems: string;
  next: string;
}

export function typedOf(remarks: Remarks | undefined, today: string): Typed {
  return {
    by: remarks?.by ?? '',
    date: remarks?.date ?? today,
    problems: remarks?.problems.join('\n') ?? '',
    next: remarks?.next.join('\n') ?? '',
  };
}

/** Null where nothing was typed; `unsigned` where there are words without a name or a day. */
export function remarksOf({ by, date, problems, next }: Typed): Remarks | null | 'unsigned' {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const kept = { problems: lines(problems), next: lines(next) };
  if (kept.problems.length + kept.next.length === 0) return null;
  if (by.trim() === '' || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return 'unsigned';
  return { by: by.trim(), date, ...kept };
}

export function RemarksFields({ typed, change }: { typed: Typed; change: (typed: Typed) => void }) {
  const { words } = useLanguage();
  const say = words.briefs;
  const id = useId();
  const set = (part: Partial<Typed>) => change({ ...typed, ...part });
  const area = (name: 'problems' | 'next') => (
    <div className="brief-field">
      <label htmlFor={`${id}-${name}`}>{say[name]}</label>
      <Input.TextArea
        id={`${id}-${name}`}
        autoSize={{ minRows: 3, maxRows: 12 }}
        value={typed[name]}
        onChange={({ target }) => set({ [name]: target.value })}
      />
    </div>
  );
  return (
    <fieldset className="brief-remarks">
      <legend>{say.remarks}</legend>
      <Typography.Text type="secondary">{say.remarksAbout}</Typography.Text>
      <div className="brief-signature">
        <div className="brief-field">
          <label htmlFor={`${id}-by`}>{say.by}</label>
          <Input
            id={`${id}-by`}
            value={typed.by}
            maxLength={80}
            onChange={({ target }) => set({ by: target.value })}
          />
        </div>
        <div className="brief-field">
          <label htmlFor={`${id}-date`}>{say.date}</label>
          <Input
            id={`${id}-date`}
            type="date"
            value={typed.date}
            onChange={({ target }) => set({ date: target.value })}
          />
        </div>
      </div>
      {area('problems')}
      {area('next')}
    </fieldset>
  );
}
