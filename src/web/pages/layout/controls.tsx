// Which table, which area, which year, and the conventions: all in the address.
import { Button, InputNumber, Select, Slider, Tooltip } from 'antd';
import type { LayoutArea, LayoutSpace, LayoutTables, Weights } from '../../../server/contract/layout.js';
import { useLanguage } from '../../language.js';
import { ChoiceFilter, Filters } from '../../parts/filters.js';
import { goTo, useAddress, useQueryValue } from '../../router.js';
import { STUDY } from './asked.js';

const DEFAULT_COUNT = 10;
const DEFAULT_HOLDERS = 2;

export const figureKey = (of: { indicator: string; unit: string; areas: string; industries: string }) =>
  JSON.stringify([of.indicator, of.unit, of.areas, of.industries]);

/** The address of another table: what was asked of the one before does not fit it. */
export function addressOfTable(
  of: { table: string } | { indicator: string; unit: string; areas: string; industries: string },
) {
  return `/layout?${new URLSearchParams(of)}`;
}

export function Choose({
  tables,
  study,
  space,
  area,
}: {
  tables: LayoutTables;
  study: URLSearchParams;
  space: LayoutSpace | undefined;
  area: string | null;
}) {
  const { words } = useLanguage();
  const say = words.layout;
  const [, setArea] = useQueryValue('area');
  const value = study.has('table')
    ? `table:${study.get('table')}`
    : figureKey({
        indicator: study.get('indicator') ?? '',
        unit: study.get('unit') ?? '',
        areas: study.get('areas') ?? 'prefecture',
        industries: study.get('industries') ?? 'division',
      });
  const groups = [
    {
      label: say.kept,
      title: say.kept,
      options: tables.tables.map(({ name }) => ({ value: `table:${name}`, label: name })),
    },
    {
      label: say.ofFigures,
      title: say.ofFigures,
      options: tables.figures.map((of) => ({
        value: figureKey(of),
        label: say.figureTable(of.indicator, say.areaLevels[of.areas], say.industryLevels[of.industries]),
      })),
    },
  ].filter(({ options }) => options.length > 0);
  return (
    <Filters
      names={[...STUDY.slice(4), 'weights', 'count', 'leastHolders', 'neighbours', 'prefer', 'horizon']}
    >
      <label className="filter">
        <span className="filter-label">{say.table}</span>
        <Select
          size="small"
          aria-label={say.table}
          style={{ minWidth: 200, maxWidth: '80vw' }}
          popupMatchSelectWidth={false}
          value={value}
          options={groups}
          onChange={(next: string) => {
            if (next.startsWith('table:')) return goTo(addressOfTable({ table: next.slice(6) }));
            const [indicator, unit, areas, industries] = JSON.parse(next) as [string, string, string, string];
            goTo(addressOfTable({ indicator, unit, areas, industries }));
          }}
        />
      </label>
      <label className="filter">
        <span className="filter-label">{say.area}</span>
        <Select
          size="small"
          aria-label={say.area}
          style={{ minWidth: 130 }}
          popupMatchSelectWidth={false}
          showSearch
          value={area}
          placeholder={say.noArea}
          options={(space?.areas ?? []).map(({ name }) => ({ value: name, label: name }))}
          onChange={setArea}
        />
      </label>
      {space && space.years.length > 1 && (
        <ChoiceFilter
          name="at"
          label={say.year}
          initial={String(space.years.at(-1))}
          required
          width={90}
          choices={[...space.years].reverse().map((year) => ({ value: String(year), label: String(year) }))}
        />
      )}
    </Filters>
  );
}

export function Conventions({ tables }: { tables: LayoutTables }) {
  const { words } = useLanguage();
  const say = words.layout;
  const { query } = useAddress();
  const set =
    STUDY.slice(6).some((name) => query.has(name)) || query.has('count') || query.has('leastHolders');
  const choices = (of: Record<string, string>) =>
    Object.entries(of).map(([value, label]) => ({ value, label }));
  return (
    <details className="layout-conventions" open={set}>
      <summary>{say.conventions}</summary>
      <div className="filters">
        <ChoiceFilter
          name="profile"
          label={say.profile}
          initial="atlas"
          required
          choices={tables.profiles.map((value) => ({ value, label: value }))}
        />
        <NumberFilter name="threshold" label={say.threshold} initial={1} min={0.1} max={10} step={0.1} />
        <ChoiceFilter
          name="atThreshold"
          label={say.atThreshold}
          width={110}
          choices={choices(say.atThresholds)}
        />
        <ChoiceFilter name="density" label={say.density} width={110} choices={choices(say.densities)} />
        <ChoiceFilter name="proximity" label={say.proximity} width={110} choices={choices(say.proximities)} />
        <ChoiceFilter name="parts" label={say.parts} width={130} choices={choices(say.partsOf)} />
        <ChoiceFilter
          name="dropSmall"
          label={say.dropSmall}
          width={90}
          choices={['0.1', '0.2', '0.3', '0.4', '0.5'].map((value) => ({
            value,
            label: `${Math.round(100 * Number(value))}%`,
          }))}
        />
        <NumberFilter name="count" label={say.count} initial={DEFAULT_COUNT} min={1} max={50} step={1} />
        <NumberFilter
          name="leastHolders"
          label={say.leastHolders}
          initial={DEFAULT_HOLDERS}
          min={1}
          max={50}
          step={1}
        />
        <ChoiceFilter
          name="neighbours"
          label={say.neighbours}
          initial="1"
          required
          choices={choices(say.neighboursBy)}
        />
        <ChoiceFilter name="prefer" label={say.prefer} width={120} choices={choices(say.preferred)} />
      </div>
    </details>
  );
}

function NumberFilter(props: {
  name: string;
  label: string;
  initial: number;
  min: number;
  max: number;
  step: number;
}) {
  const { name, label, initial, ...range } = props;
  const [value, setValue] = useQueryValue(name, String(initial));
  return (
    <label className="filter">
      <span className="filter-label">{label}</span>
      <InputNumber
        size="small"
        aria-label={label}
        style={{ width: 72 }}
        value={Number(value)}
        {...range}
        onChange={(next) => setValue(next === null ? null : String(next))}
      />
    </label>
  );
}

const TERMS = ['fit', 'base', 'gain', 'neighbours', 'differentiation', 'risk', 'priority'] as const;
export type Term = (typeof TERMS)[number];

/** Sliders from 0 to 1; what differs from the default stands in the address. */
export function WeightSliders({ standard, area }: { standard: Weights; area: LayoutArea | undefined }) {
  const { words } = useLanguage();
  const say = words.layout;
  const [text, setText] = useQueryValue('weights');
  const [prefer] = useQueryValue('prefer');
  const own = weightsOf(text, standard);
  const set = (term: Term, weight: number) => {
    const next = { ...own, [term]: weight };
    const apart = TERMS.filter((one) => next[one] !== standard[one]);
    setText(apart.map((one) => `${one}:${next[one]}`).join(',') || null);
  };
  return (
    <section className="layout-weights" aria-label={say.weights}>
      <div className="chart-head">
        <strong>{say.weights}</strong>
        {text !== '' && (
          <Button size="small" onClick={() => setText(null)}>
            {say.standard}
          </Button>
        )}
      </div>
      <div className="layout-sliders">
        {TERMS.filter((term) => term !== 'priority' || prefer !== '').map((term) => {
          const known = area?.recommended.some((one) => one.terms[term].score !== null) ?? true;
          return (
            <div key={term}>
              <Tooltip title={say.termWhy[term]}>
                <span>
                  {say.terms[term]} <strong>{own[term]}</strong>
                </span>
              </Tooltip>
              <Slider
                min={0}
                max={1}
                step={0.05}
                value={own[term]}
                disabled={!known && own[term] === 0}
                ariaLabelForHandle={say.terms[term]}
                onChange={(next) => set(term, next)}
              />
            </div>
          );
        })}
      </div>
      <div className="panel-note">{say.weightsHint}</div>
    </section>
  );
}

function weightsOf(text: string, standard: Weights): Weights {
  const own = { ...standard };
  for (const part of text.split(',')) {
    const [term, weight] = part.split(':');
    const value = Number(weight);
    if (TERMS.includes(term as Term) && value >= 0) own[term as Term] = value;
  }
  return own;
}
