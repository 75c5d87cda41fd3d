// One number: value and unit, and on asking where it comes from.
import { Descriptions, Popover, Spin, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Origin, Place } from '../../server/contract/origin.js';
import { useAnswer } from '../api.js';
import { useLanguage } from '../language.js';
import { followed } from '../router.js';
import { Failed } from './failed.js';
import { SyntheticMark } from './synthetic-mark.js';
import { unitIn } from './unit.js';

export interface FigureProps {
  /** Null where it is missing: that is said, and is no zero. */
  value: number | null;
  unit?: string | null | undefined;
  period?: string | null | undefined;
  /** Asked for at /api/v1/origins/:id when the popover opens. */
  originId?: string | null | undefined;
  /** Where the answer brought it along. */
  origin?: Origin | null | undefined;
  /** Decimal places; as many as the number has, up to two, if not given. */
  digits?: number;
  /** Says + before what is above zero. */
  signed?: boolean;
  /** Shown after the number: a state, a mark. */
  children?: ReactNode;
}

export function Figure({ value, unit, period, originId, origin, digits, signed, children }: FigureProps) {
  const { words, language } = useLanguage();
  const [open, setOpen] = useState(false);
  // What opens is made when it is first asked for: a table has thousands of numbers.
  const [asked, setAsked] = useState(false);
  if (value === null || Number.isNaN(value))
    return <span className="figure-missing">{words.parts.missing}</span>;
  const shown = readable(value, unit ?? null, language);
  const number = written(shown.value, language, digits, signed);
  const said = `${number}${shown.unit ? unitGap(shown.unit) + shown.unit : ''}`;
  const text = (
    <>
      <span className="figure-value">{number}</span>
      {shown.unit && <span className="figure-unit">{unitGap(shown.unit) + shown.unit}</span>}
      {children}
    </>
  );
  if (!originId && !origin) return <span className="figure">{text}</span>;
  const button = (
    <button
      type="button"
      // The one that was pressed gives way to this one.
      // biome-ignore lint/a11y/noAutofocus: the focus stays where it was
      autoFocus={asked}
      className="figure figure-link"
      aria-label={`${said}，${words.parts.origin.open}`}
      aria-expanded={open}
      {...(!asked && {
        onClick: () => {
          setAsked(true);
          setOpen(true);
        },
      })}
    >
      {text}
    </button>
  );
  if (!asked) return button;
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      title={`${words.parts.origin.of}${period ? ` · ${period}` : ''}`}
      content={open && <OriginOf id={originId ?? null} given={origin ?? null} />}
      styles={{ container: { maxWidth: 'min(480px, 90vw)' } }}
    >
      {button}
    </Popover>
  );
}

function OriginOf({ id, given }: { id: string | null; given: Origin | null }) {
  const { data, error, refetch } = useAnswer<Origin>(
    given || id === null ? null : `/origins/${encodeURIComponent(id)}`,
  );
  const origin = given ?? data;
  if (error) return <Failed failure={error} again={() => refetch()} />;
  return origin ? <OriginCard origin={origin} stored={given === null} /> : <Spin />;
}

/** All that is known of where a number comes from; numbers it was computed from open in turn. */
export function OriginCard({ origin, stored = false }: { origin: Origin; stored?: boolean }) {
  const { words, language, colon } = useLanguage();
  const say = words.parts.origin;
  const basis = origin.priceBasis === null ? null : say[origin.priceBasis];
  const items: [string, ReactNode][] = [
    [origin.label, `${written(origin.value ?? Number.NaN, language)} ${unitIn(origin.unit ?? '', language)}`],
    [say.period, [origin.period, basis].filter(Boolean).join(' · ')],
    [say.area, origin.area],
    [say.industry, origin.industry],
    [say.group, origin.group],
    [say.scope, origin.scope],
    [
      say.title,
      origin.title && (
        <>
          {origin.title} {origin.synthetic && <SyntheticMark />}
        </>
      ),
    ],
    [say.publisher, origin.publisher],
    [say.released, origin.released],
    [say.place, <Where key="place" place={origin.place} />],
  ];
  if (origin.vintages.length > 0)
    items.push([
      say.vintages,
      <ul key="vintages" className="origin-list">
        {origin.vintages.map((vintage) => (
          <li key={vintage.id}>
            {vintage.released ?? '—'}
            {colon}
            {written(vintage.value, language)}
            {unitIn(origin.unit ?? '', language)} {vintage.title}
          </li>
        ))}
      </ul>,
    ]);
  // What was published stands in a series; what was computed for one view does not.
  if (stored && origin.place.kind !== 'formula' && origin.period !== null)
    items.push([
      say.more,
      <a key="series" href={`/monitoring?figure=${origin.id}`} onClick={followed}>
        {say.series}
      </a>,
    ]);
  return (
    <Descriptions
      column={1}
      size="small"
      className="origin"
      items={items
        .filter(([, content]) => content)
        .map(([label, content]) => ({ key: label, label, children: content }))}
    />
  );
}

function Where({ place }: { place: Place }) {
  const { words, aside } = useLanguage();
  const say = words.parts.origin;
  switch (place.kind) {
    case 'page':
      return (
        <span>
          <Typography.Text mark>{place.quote}</Typography.Text>{' '}
          <a href={`/policy/${place.document}?start=${place.start}&end=${place.end}`} onClick={followed}>
            {say.read}
          </a>
        </span>
      );
    case 'cell':
      return (
        <span>
          {place.file}
          {place.sheet && ` · ${say.sheet} ${place.sheet}`} · {say.row(place.row, place.column)}{' '}
          <Typography.Text mark>{place.quote}</Typography.Text>
        </span>
      );
    case 'formula':
      return (
        <>
          <code>{place.formula}</code> {place.method}
          <ul className="origin-list">
            {place.inputs.map((input) => (
              <li key={input.id || input.label}>
                {input.label}{' '}
                <Figure
                  value={input.value}
                  unit={input.unit}
                  originId={input.page ? null : input.id || null}
                />
                {input.page && (
                  <>
                    {' '}
                    <Where place={{ kind: 'page', ...input.page }} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      );
    case 'reports':
      return (
        <>
          {place.item} · {place.counted ? say.counted(place.firms) : say.reports(place.firms, place.values)}
          <ul className="origin-list">
            {place.files.map((file) => (
              <li key={file.file}>
                {file.file}
                {aside(file.values)}
              </li>
            ))}
          </ul>
        </>
      );
  }
}

/** Amounts in the unit they are read in: 40.54 万亿元, not fourteen digits. The origin tells the stated one. */
export function readable(
  value: number,
  unit: string | null,
  language: 'zh' | 'en',
): { value: number; unit: string | null } {
  if (unit !== '元') return { value, unit: unit === null ? null : unitIn(unit, language) };
  const steps: readonly (readonly [number, string])[] =
    language === 'zh'
      ? [
          [1e12, '万亿元'],
          [1e8, '亿元'],
          [1e4, '万元'],
        ]
      : [
          [1e12, 'trillion yuan'],
          [1e9, 'billion yuan'],
          [1e6, 'million yuan'],
          [0, 'yuan'],
        ];
  const step = steps.find(([least]) => Math.abs(value) >= least);
  return step === undefined
    ? { value, unit: unitIn(unit, language) }
    : { value: value / (step[0] || 1), unit: step[1] };
}

/** A number as it is read: thousands apart, at most two places unless told otherwise. */
export function written(value: number, language: 'zh' | 'en', digits?: number, signed?: boolean): string {
  if (Number.isNaN(value)) return '—';
  const places =
    digits === undefined
      ? { maximumFractionDigits: 2 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en', {
    ...places,
    ...(signed && { signDisplay: 'exceptZero' }),
  }).format(value);
}

const unitGap = (unit: string) => (/^[%‰°]/.test(unit) ? '' : ' ');
