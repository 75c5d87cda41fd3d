// The short list: one line an activity, each term from 0 to 1 as a number and a bar.
import { Button, Table, Tag } from 'antd';
import type { LayoutPast, Recommended } from '../../../server/contract/layout.js';
import { useLanguage } from '../../language.js';
import { csvOf, save } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { Figure } from '../../parts/figure.js';
import { SourceLine } from '../../parts/source-line.js';
import type { Term } from './controls.js';
import { measured, type Seen } from './origin.js';

export interface Chosen {
  activity: string;
  choose(activity: string | null): void;
}

export function shownTerms({ area }: Seen): Term[] {
  return (Object.keys(area.weights) as Term[]).filter(
    (term) => area.weights[term] > 0 && area.recommended.some((one) => one.terms[term].score !== null),
  );
}

export const percent = (share: number | null, digits = 1) =>
  share === null ? '—' : `${(100 * share).toFixed(digits)}%`;

/** What became of past candidates with such a fit. */
export function pastEntry(past: LayoutPast | undefined, fit: number | null) {
  if (fit === null) return null;
  return past?.lists?.byFit.find(({ low, high }) => fit >= low && (fit < high || high === 1)) ?? null;
}

export function ShortList({
  seen,
  past,
  chosen,
}: {
  seen: Seen;
  past: LayoutPast | undefined;
  chosen: Chosen;
}) {
  const { words, language, say: told } = useLanguage();
  const say = words.layout;
  const { area, space } = seen;
  const terms = shownTerms(seen);
  const tagsOf = (one: Recommended) => [...new Map(one.tags.map((tag) => [tag.name, tag])).values()];
  const download = () =>
    save(
      `${area.area} ${say.list}.csv`,
      csvOf({
        head: [
          say.rank,
          say.activity,
          say.score,
          ...terms.map((term) => say.terms[term]),
          say.advantage,
          say.rankWithout,
          say.pastEntry,
          say.densityOf,
          say.gainOf,
          say.firms,
          say.standsOn,
          say.toBuild,
        ],
        rows: area.recommended.map((one) => [
          one.rank,
          one.activity,
          one.score,
          ...terms.map((term) => one.terms[term].score),
          one.advantage,
          one.rankWithoutDifferentiation,
          pastEntry(past, one.terms.fit.score)?.rate ?? null,
          one.density,
          one.gain,
          one.firms?.count ?? 0,
          one.standsOn.map(({ activity }) => activity).join('、'),
          one.toBuild.map(({ activity }) => activity).join('、'),
        ]),
      }),
      'text/csv;charset=utf-8',
    );
  return (
    <section aria-label={say.list}>
      <div className="chart-head">
        <h2 className="layout-title">{say.list}</h2>
        <div className="chart-tools">
          <Button size="small" onClick={download}>
            {words.parts.chart.csv}
          </Button>
        </div>
      </div>
      <p className="panel-note">{say.listAbout(area.candidates, area.tooFew)}</p>
      {area.recommended.length === 0 ? (
        <Empty>{say.noList}</Empty>
      ) : (
        <section className="layout-scroll" tabIndex={0} aria-label={say.list}>
          <Table
            size="small"
            pagination={false}
            rowKey="activity"
            rowClassName={({ activity }) => (activity === chosen.activity ? 'layout-chosen' : '')}
            dataSource={area.recommended}
            columns={[
              { title: say.rank, width: 44, dataIndex: 'rank' },
              {
                title: say.activity,
                render: (_, one) => (
                  <>
                    <button
                      type="button"
                      className="layout-pick"
                      aria-pressed={one.activity === chosen.activity}
                      onClick={() => chosen.choose(one.activity === chosen.activity ? null : one.activity)}
                    >
                      {one.activity}
                    </button>{' '}
                    {tagsOf(one).map(({ kind, name, en }) => (
                      <Tag key={name} className="layout-tag" color={kind === 'future' ? 'gold' : 'green'}>
                        {told({ zh: name, en })}
                      </Tag>
                    ))}
                  </>
                ),
              },
              {
                title: say.score,
                align: 'right',
                render: (_, one) => (
                  <Figure
                    value={one.score}
                    digits={2}
                    origin={{
                      ...measured(
                        seen,
                        'density',
                        one.score,
                        [one.activity, ...one.standsOn.map(({ activity }) => activity)],
                        language,
                        one.activity,
                      )!,
                      label: say.score,
                      place: {
                        kind: 'formula',
                        formula: 'Σ w·place / Σ w',
                        method: terms
                          .map(
                            (term) =>
                              `${say.terms[term]} ${area.weights[term]} × ${one.terms[term].score?.toFixed(2) ?? '—'}`,
                          )
                          .join('；'),
                        inputs: [],
                      },
                    }}
                  />
                ),
              },
              ...terms.map((term) => ({
                title: say.terms[term],
                align: 'right' as const,
                render: (_: unknown, one: Recommended) => <Bar value={one.terms[term].score} />,
              })),
              {
                title: say.advantage,
                align: 'right',
                render: (_, one) => (
                  <Figure
                    value={one.advantage}
                    digits={2}
                    origin={measured(
                      seen,
                      'advantage',
                      one.advantage,
                      [one.activity],
                      language,
                      one.activity,
                    )}
                  />
                ),
              },
              ...(past?.lists
                ? [
                    {
                      title: say.pastEntry,
                      align: 'right' as const,
                      render: (_: unknown, one: Recommended) => {
                        const bin = pastEntry(past, one.terms.fit.score);
                        return bin === null ? (
                          '—'
                        ) : (
                          <span title={`${say.pastEntryWhy}：${bin.entries}/${bin.candidates}`}>
                            {percent(bin.rate)}
                          </span>
                        );
                      },
                    },
                  ]
                : []),
              {
                title: say.firms,
                align: 'right',
                render: (_, { firms }) =>
                  firms === null ? (
                    0
                  ) : (
                    <span className="layout-firms">
                      {firms.count}
                      {firms.by === 'division' && <small>{say.byDivision}</small>}
                    </span>
                  ),
              },
            ]}
          />
        </section>
      )}
      <SourceLine
        source={say.source(space.source.name)}
        unit={space.source.unit}
        period={space.year === null ? null : String(space.year)}
        released={space.source.released}
        synthetic={space.source.synthetic}
      />
    </section>
  );
}

function Bar({ value }: { value: number | null }) {
  if (value === null) return <>—</>;
  return (
    <span className="layout-bar">
      <i style={{ width: `${Math.round(100 * value)}%` }} />
      <span>{value.toFixed(2)}</span>
    </span>
  );
}
