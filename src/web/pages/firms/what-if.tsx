// Values moved, and the firm judged again at once; what was moved stands in the address, and is kept nowhere else.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button, InputNumber, Select, Slider } from 'antd';
import { useEffect, useState } from 'react';
import type { Change, FirmVerdict, Lever, WhatIf } from '../../../server/contract/firms.js';
import { type ApiFailure, send } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { StateTag } from '../../parts/state-tag.js';
import { unitIn } from '../../parts/unit.js';
import { useQueryValue } from '../../router.js';

const PAUSE_MS = 120;

const idOf = ({ item, year }: Pick<Change, 'item' | 'year'>) => `${item}${year === null ? '' : `@${year}`}`;

export function WhatIfTab({ path, on, shown }: { path: string; on: string; shown: FirmVerdict }) {
  const { words, say } = useLanguage();
  const text = words.firms;
  const { verdict, levers } = shown;
  const [written, write] = useQueryValue('set');
  const [changes, setChanges] = useState<Map<string, Change['value']>>(() => readChanges(written, levers));
  const [settled, setSettled] = useState(changes);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(changes);
      write([...changes].map(([id, value]) => `${id}=${value ?? ''}`).join(';'));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [changes, write]);
  const asked = levers.flatMap(({ item, year }): Change[] => {
    const value = settled.get(idOf({ item, year }));
    return value === undefined ? [] : [{ item, year, value }];
  });
  const answer = useQuery<WhatIf, ApiFailure>({
    queryKey: ['what-if', path, verdict.title, on, asked],
    queryFn: () =>
      send<WhatIf>('POST', `${path}/what-if`, {
        title: verdict.title,
        on,
        application: verdict.application,
        changes: asked,
      }),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
  });
  const result = asked.length > 0 ? answer.data : undefined;
  const set = (lever: Lever, value: Change['value'] | undefined) =>
    setChanges((before) => {
      const next = new Map(before);
      if (value === undefined || value === lever.value) next.delete(idOf(lever));
      else next.set(idOf(lever), value);
      return next;
    });
  const criterionOf = (id: string) => verdict.criteria.find((criterion) => criterion.id === id);
  return (
    <div className="firm-what-if">
      <section className="firm-levers">
        <p>
          {text.whatIfAbout}{' '}
          {changes.size > 0 && (
            <Button size="small" onClick={() => setChanges(new Map())}>
              {text.reset}
            </Button>
          )}
        </p>
        {levers
          .filter(({ shape }) => shape !== 'text' && shape !== 'date')
          .map((lever) => (
            <LeverRow
              key={idOf(lever)}
              lever={lever}
              value={changes.has(idOf(lever)) ? changes.get(idOf(lever))! : lever.value}
              isChanged={changes.has(idOf(lever))}
              set={(value) => set(lever, value)}
            />
          ))}
      </section>
      <section className="firm-outcome" aria-live="polite">
        {answer.error && <Failed failure={answer.error} />}
        <Alert
          type="info"
          title={
            <>
              {text.before} <StateTag state={verdict.state} /> → {text.after}{' '}
              <StateTag state={result?.after.state ?? verdict.state} />
            </>
          }
          description={say((result?.after ?? verdict).reason)}
        />
        <h3>{text.moved}</h3>
        {!result || result.moved.length === 0 ? (
          <p>{text.nothingMoved}</p>
        ) : (
          <ul className="firm-moved">
            {result.moved.map(({ criterion, before, after }) => {
              const now = result.after.criteria.find(({ id }) => id === criterion);
              return (
                <li key={criterion}>
                  {say(criterionOf(criterion)!.text)}
                  <div>
                    <StateTag state={before} /> → <StateTag state={after} />
                  </div>
                  {now && <div className="firm-note">{say(now.reason)}</div>}
                </li>
              );
            })}
          </ul>
        )}
        <p className="firm-note">{text.preCheck}</p>
      </section>
    </div>
  );
}

function LeverRow({
  lever,
  value,
  isChanged,
  set,
}: {
  lever: Lever;
  value: Change['value'];
  isChanged: boolean;
  set: (value: Change['value'] | undefined) => void;
}) {
  const { words, say, language } = useLanguage();
  const text = words.firms;
  const name = `${say(lever.name)}${lever.year === null ? '' : ` ${lever.year}`}`;
  const given = typeof lever.value === 'number' ? lever.value : 0;
  const most = lever.unit === '%' ? 100 : Math.max(10, roundUp(Math.abs(given) * 2));
  const isWhole = Number.isInteger(given) && most >= 20;
  return (
    <div className={isChanged ? 'firm-lever is-changed' : 'firm-lever'}>
      <span>
        {name} {lever.unit && <small className="firm-note">{unitIn(lever.unit, language)}</small>}
      </span>
      {lever.shape === 'flag' || lever.shape === 'choice' ? (
        <Select
          size="small"
          aria-label={name}
          className="firm-lever-choice"
          allowClear
          placeholder={text.unknownValue}
          value={value === null ? null : String(value)}
          options={
            lever.shape === 'flag'
              ? [
                  { value: 'true', label: text.yes },
                  { value: 'false', label: text.no },
                ]
              : lever.choices.map((choice) => ({ value: choice, label: choice }))
          }
          onChange={(next: string | null | undefined) =>
            set(next == null ? null : lever.shape === 'flag' ? next === 'true' : next)
          }
        />
      ) : (
        <>
          <Slider
            min={lever.nonNegative ? 0 : -most}
            max={most}
            step={isWhole ? 1 : most / 200}
            value={typeof value === 'number' ? value : 0}
            ariaLabelForHandle={text.slider(name)}
            tooltip={{ open: false }}
            onChange={(next: number) => set(next)}
          />
          <InputNumber
            size="small"
            aria-label={name}
            value={typeof value === 'number' ? value : null}
            placeholder={text.unknownValue}
            onChange={(next) => set(next)}
          />
        </>
      )}
    </div>
  );
}

/** To two figures, so that a slider ends at a round number. */
function roundUp(value: number): number {
  if (value === 0) return 100;
  const scale = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / scale) * scale;
}

/** As the address has them: revenue@2025=6000;ip.class1=5. What is no lever of these rules is left out. */
function readChanges(written: string, levers: readonly Lever[]): Map<string, Change['value']> {
  const found = new Map<string, Change['value']>();
  for (const part of written.split(';')) {
    const at = part.indexOf('=');
    const lever = levers.find((one) => idOf(one) === part.slice(0, at));
    if (at < 0 || lever === undefined) continue;
    const text = part.slice(at + 1);
    const number = Number(text);
    if (text === '') found.set(idOf(lever), null);
    else if (lever.shape === 'flag') found.set(idOf(lever), text === 'true');
    else if (lever.shape === 'choice') found.set(idOf(lever), text);
    else if (Number.isFinite(number)) found.set(idOf(lever), number);
  }
  return found;
}
