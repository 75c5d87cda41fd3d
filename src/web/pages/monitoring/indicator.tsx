// Which indicator is looked at, and as known when; both stand in the address.
import { Select } from 'antd';
import type { IndicatorList, SeriesAnswer } from '../../../server/contract/monitoring.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Term } from '../../parts/term.js';
import { unitIn } from '../../parts/unit.js';
import { goTo, useAddress, useQueryValue } from '../../router.js';

export type Indicator = IndicatorList['items'][number];

const keyOf = ({ id, kind, unit }: Indicator) => [id, kind, unit].join('~');

export function useIndicator(items: readonly Indicator[], levels: boolean): Indicator | null {
  const [asked] = useQueryValue('indicator');
  const chosen = items.find((item) => keyOf(item) === asked);
  const open = levels ? items.filter(({ kind }) => kind === 'level') : items;
  if (levels && chosen && chosen.kind !== 'level')
    return open.find(({ id }) => id === chosen.id) ?? open[0] ?? null;
  return chosen ?? open[0] ?? null;
}

/** The question every view of an indicator begins with. */
export function questionOf(indicator: Indicator, query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams({ indicator: indicator.id, kind: indicator.kind, unit: indicator.unit });
  for (const name of ['asOf', 'by']) {
    const value = query.get(name);
    if (value) asked.set(name, value);
  }
  return asked;
}

export function IndicatorFilter({ items, levels }: { items: readonly Indicator[]; levels: boolean }) {
  const { words, say, language } = useLanguage();
  const own = words.monitoring;
  const { query } = useAddress();
  const chosen = useIndicator(items, levels);
  return (
    <label className="filter">
      <span className="filter-label">{own.indicator}</span>
      <Select
        size="small"
        aria-label={own.indicator}
        style={{ width: 'min(300px, 70vw)' }}
        popupMatchSelectWidth={420}
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen === null ? null : keyOf(chosen)}
        options={items
          .filter(({ kind }) => !levels || kind === 'level')
          .map((item) => ({
            value: keyOf(item),
            label: `${say(item.name)} · ${own.kinds[item.kind]}${item.unit && `（${unitIn(item.unit, language)}）`}`,
          }))}
        onChange={(next: string) => {
          const rest = new URLSearchParams(query);
          for (const name of ['industry', 'frequency', 'period', 'division']) rest.delete(name);
          rest.set('indicator', next);
          goTo(`${location.pathname}?${rest}`, { replace: true });
        }}
      />
    </label>
  );
}

export function KnownFilter({ indicator }: { indicator: Indicator }) {
  const { words } = useLanguage();
  const own = words.monitoring;
  const [day, setDay] = useQueryValue('asOf');
  const [by, setBy] = useQueryValue('by', 'released');
  const { query } = useAddress();
  const asked = questionOf(indicator, new URLSearchParams());
  for (const area of query.getAll('area')) asked.append('area', area);
  const releases = useAnswer<SeriesAnswer>(`/monitoring/series?${asked}`).data?.releases ?? [];
  return (
    <>
      <span className="filter">
        <span className="filter-label">
          <Term of="asOf">{own.known}</Term>
        </span>
        <input
          type="date"
          className="known-day"
          list="release-days"
          value={day}
          aria-label={own.known}
          onChange={(event) => setDay(event.target.value || null)}
        />
        <datalist id="release-days">
          {releases.map((release) => (
            <option key={release} value={release} />
          ))}
        </datalist>
      </span>
      {day !== '' && (
        <Select
          size="small"
          aria-label={own.knownBy}
          value={by}
          onChange={setBy}
          options={[
            { value: 'released', label: own.released },
            { value: 'recorded', label: own.recorded },
          ]}
        />
      )}
    </>
  );
}

/** Several values of one name in the address. */
export function ManyFilter(props: {
  name: string;
  label: string;
  chosen: readonly string[];
  choices: readonly { value: string; label: string }[];
  width?: number;
}) {
  const { query } = useAddress();
  return (
    <label className="filter">
      <span className="filter-label">{props.label}</span>
      <Select
        mode="multiple"
        size="small"
        maxTagCount={3}
        aria-label={props.label}
        style={{ minWidth: props.width ?? 180, maxWidth: 460 }}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        value={[...props.chosen]}
        options={[...props.choices]}
        onChange={(next: string[]) => {
          const rest = new URLSearchParams(query);
          rest.delete(props.name);
          for (const value of next) rest.append(props.name, value);
          goTo(`${location.pathname}?${rest}`, { replace: true });
        }}
      />
    </label>
  );
}
