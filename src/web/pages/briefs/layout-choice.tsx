// What a layout brief is worked out from: the table, and the conventions that the page of layout was left with.
import { Button, Select } from 'antd';
import type { BriefSettings, LayoutOf } from '../../../server/contract/briefs.js';
import type { LayoutTables, Weights } from '../../../server/contract/layout.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { goTo, useAddress } from '../../router.js';

const NUMBERS = ['at', 'horizon', 'threshold', 'dropSmall', 'count', 'leastHolders'] as const;
const WORDS = ['profile', 'atThreshold', 'density', 'proximity', 'parts', 'prefer'] as const;
/** Under these names the address has them on the page of layout, too. */
export const LAYOUT_CHOICES = [...NUMBERS, ...WORDS, 'weights', 'neighbours'] as const;
export const LAYOUT_TABLE = ['table', 'indicator', 'unit', 'areas', 'industries'] as const;

/** The table of the address; null where it names none. */
export function layoutOf(query: URLSearchParams): LayoutOf | null {
  const table = query.get('table');
  if (table !== null && table !== '') return { table };
  const indicator = query.get('indicator');
  if (indicator === null || indicator === '') return null;
  return {
    indicator,
    unit: query.get('unit') ?? '',
    areas: query.get('areas') ?? 'prefecture',
    industries: query.get('industries') ?? 'division',
  } as LayoutOf;
}

/** What the address asks for, as a brief keeps it. */
export function layoutSettings(query: URLSearchParams, area: string, of: LayoutOf): BriefSettings {
  const settings: Record<string, unknown> = { kind: 'layout', area, of };
  for (const name of NUMBERS) {
    const value = query.get(name);
    if (value !== null && value !== '') settings[name] = Number(value);
  }
  for (const name of WORDS) {
    const value = query.get(name);
    if (value !== null && value !== '') settings[name] = value;
  }
  // Nothing is left out where that share is none.
  if (settings.dropSmall === 0) delete settings.dropSmall;
  if (query.get('neighbours') === '0') settings.neighbours = false;
  const weights = query.get('weights');
  if (weights !== null && weights !== '') settings.weights = weightsOf(weights);
  return settings as BriefSettings;
}

/** `fit:0.3,base:0.2` */
function weightsOf(text: string): Partial<Weights> {
  return Object.fromEntries(
    text
      .split(',')
      .map((part) => part.split(':'))
      .flatMap(([term, weight]) => (term && weight ? [[term, Number(weight)] as const] : [])),
  );
}

export function LayoutChoice({ id }: { id: string }) {
  const { words } = useLanguage();
  const say = words.briefs;
  const named = words.layout;
  const { path, query } = useAddress();
  const { data: tables } = useAnswer<LayoutTables>('/layout/tables');
  const of = layoutOf(query);
  const kept = (tables?.tables ?? []).map(({ name }) => ({ of: { table: name }, label: name }));
  const figures = (tables?.figures ?? []).map(({ indicator, unit, areas, industries }) => ({
    of: { indicator, unit, areas, industries },
    label: named.figureTable(indicator, named.areaLevels[areas], named.industryLevels[industries]),
  }));
  const keyOf = (one: object) => JSON.stringify(Object.entries(one).sort());
  const all = [...kept, ...figures].map((one) => ({ ...one, value: keyOf(one.of) }));
  const choose = (next: object) => {
    const other = new URLSearchParams(query);
    // The areas and years of another table are others.
    for (const name of [...LAYOUT_TABLE, 'at', 'horizon', 'subject']) other.delete(name);
    for (const [name, value] of Object.entries(next)) other.set(name, String(value));
    goTo(`${path}?${other}`);
  };
  const set = LAYOUT_CHOICES.filter((name) => (query.get(name) ?? '') !== '');
  return (
    <>
      <div className="brief-field">
        <label htmlFor={`${id}-table`}>{named.table}</label>
        <Select
          id={`${id}-table`}
          placeholder={say.tableHint}
          notFoundContent={named.none}
          value={of === null ? null : keyOf(of)}
          options={all.map(({ value, label }) => ({ value, label }))}
          onChange={(value: string) => {
            const one = all.find((other) => other.value === value);
            if (one) choose(one.of);
          }}
        />
      </div>
      {set.length > 0 && (
        <div className="brief-field">
          <span className="brief-label">{say.conventions}</span>
          <span className="brief-set">
            {set.map((name) => (
              <Button
                key={name}
                size="small"
                title={say.leaveOut}
                onClick={() => {
                  const other = new URLSearchParams(query);
                  other.delete(name);
                  goTo(`${path}?${other}`);
                }}
              >
                {say.layoutChoices[name]} {query.get(name)} ×
              </Button>
            ))}
          </span>
        </div>
      )}
    </>
  );
}
