// How much to believe the list: what the same method came to in past years, beside plain rules and the lot.
import { Button, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { LayoutArea, LayoutPast, LayoutSpace } from '../../../server/contract/layout.js';
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import { csvOf, save } from '../../parts/download.js';
import { Figure } from '../../parts/figure.js';
import { ChoiceFilter } from '../../parts/filters.js';
import { SourceLine } from '../../parts/source-line.js';
import { percent } from './list.js';
import { tested } from './origin.js';

const CAME = 'entries / listed';
const ENTERED = 'entries / candidates';

export function PastView({ past, area, space }: { past: LayoutPast; area: LayoutArea; space: LayoutSpace }) {
  const { words, say: told } = useLanguage();
  const say = words.layout;
  const { lists, back } = past;
  const range = ({ low, high }: { low: number | null; high: number | null }) =>
    `${percent(low)}–${percent(high)}`;
  const pairs = lists?.pairs.map(({ from, to }) => `${from}→${to}`).join('、') ?? '';
  /** A share that came true, with what was counted. */
  const share = (
    value: number,
    label: string,
    formula: string,
    counted: Parameters<typeof tested>[1]['inputs'],
  ) => (
    <Figure
      value={100 * value}
      unit="%"
      digits={1}
      origin={tested(space, {
        ...{ label, value: 100 * value, unit: '%', period: pairs, formula },
        method: say.pastMethod,
        inputs: counted,
      })}
    />
  );
  type Score = NonNullable<LayoutPast['back']>['scores'][number]['score'];
  /** How well a score tells what was entered from what was not, over all candidates. */
  const ofAll = (label: string, score: Score, value: number) => (
    <Figure
      value={value}
      digits={3}
      origin={tested(space, {
        ...{ label: `${label} · ${say.scores[score]}`, value, unit: null },
        period: back === null ? '' : say.years(back.horizon),
        formula: space.definitions.areaUnderCurve?.formula ?? '',
        method: space.definitions.areaUnderCurve?.source ?? '',
        inputs: [
          [say.candidates, back?.candidates ?? 0, null],
          [say.entries, back?.entries ?? 0, null],
        ],
      })}
    />
  );
  const source = (
    <SourceLine
      source={say.source(space.source.name)}
      period={lists?.pairs.map(({ from, to }) => `${from}→${to}`).join('、') ?? null}
      synthetic={space.source.synthetic}
    />
  );
  return (
    <section aria-label={say.past}>
      <div className="chart-head">
        <h2 className="layout-title">{say.past}</h2>
        {past.horizons.length > 0 && (
          <ChoiceFilter
            name="horizon"
            label={say.horizon}
            initial={String(past.horizon)}
            width={80}
            required
            choices={past.horizons.map((years) => ({ value: String(years), label: say.years(years) }))}
          />
        )}
      </div>
      {past.refusal && <p>{told(past.refusal)}</p>}
      {lists && (
        <>
          <p>
            <strong>{told(lists.verdict)}</strong>
          </p>
          <Honest lists={lists} />
          <Chart
            name="hits"
            title={`${say.hitRate}（${say.years(lists.horizon)}）`}
            source={source}
            height={36 * (lists.rules.length + 1) + 12}
            option={(colours) => ({
              grid: { left: 132, right: 56, top: 4, bottom: 4 },
              xAxis: { type: 'value', show: false, min: 0 },
              yAxis: {
                type: 'category',
                inverse: true,
                data: [...lists.rules.map(({ name }) => told(name)), say.chance],
                axisLabel: { color: colours.ink, width: 118, overflow: 'break', lineHeight: 14 },
                axisTick: { show: false },
              },
              tooltip: { trigger: 'item' },
              series: [
                {
                  type: 'bar',
                  name: say.hitRate,
                  barMaxWidth: 16,
                  label: {
                    show: true,
                    position: 'right',
                    color: colours.ink,
                    formatter: ({ value }: { value: number }) => `${value.toFixed(1)}%`,
                  },
                  data: [
                    ...lists.rules.map(({ hitRate, rule }) => ({
                      value: Number((100 * hitRate).toFixed(2)),
                      itemStyle: { color: rule === 'recommendation' ? colours.self : colours.series[2] },
                    })),
                    {
                      value: Number((100 * lists.chance).toFixed(2)),
                      itemStyle: { color: colours.faint },
                    },
                  ],
                },
              ],
            })}
            table={{
              head: [say.rule, `${say.hitRate} %`, say.interval(`${Math.round(100 * lists.level)}%`)],
              rows: [
                ...lists.rules.map(({ name, hitRate, interval }) => [
                  told(name),
                  Number((100 * hitRate).toFixed(1)),
                  range(interval),
                ]),
                [say.chance, Number((100 * lists.chance).toFixed(1)), null],
              ],
            }}
          />
          <NumberTable
            label={say.hitRate}
            heads={[say.rule, say.hitRate, say.interval(`${Math.round(100 * lists.level)}%`)]}
          >
            {[
              ...lists.rules.map(({ name, hitRate, interval }) => ({
                name: told(name),
                hitRate,
                interval,
              })),
              { name: say.chance, hitRate: lists.chance, interval: null },
            ].map(({ name, hitRate, interval }) => (
              <tr key={name}>
                <td>{name}</td>
                <td className="is-number">
                  {share(hitRate, `${say.hitRate} · ${name}`, interval === null ? ENTERED : CAME, [
                    [say.listedEach, lists.count, null],
                    [say.candidates, lists.candidates, null],
                  ])}
                </td>
                <td className="is-number">{interval === null ? '—' : range(interval)}</td>
              </tr>
            ))}
          </NumberTable>
          <p className="panel-note">
            {say.pastAbout(lists.pairs.map(({ from, to }) => `${from}→${to}`).join('、'))}
          </p>
          <h3 className="layout-title">{say.ownLists(area.area)}</h3>
          <OwnLists lists={lists} area={area.area} />
          <h3 className="layout-title">{say.byFit}</h3>
          <NumberTable
            label={say.byFit}
            heads={[say.terms.fit, say.candidates, say.entries, say.rate, say.interval('95%')]}
          >
            {lists.byFit.map(({ low, high, candidates, entries, rate, interval }) => (
              <tr key={low}>
                <td>{say.fitFrom(low.toFixed(1), high.toFixed(1))}</td>
                <td className="is-number">{candidates}</td>
                <td className="is-number">{entries}</td>
                <td className="is-number">
                  {share(rate, say.rate, ENTERED, [
                    [say.entries, entries, null],
                    [say.candidates, candidates, null],
                  ])}
                </td>
                <td className="is-number">{range(interval)}</td>
              </tr>
            ))}
          </NumberTable>
        </>
      )}
      {back && (
        <>
          <h3 className="layout-title">{say.overall}</h3>
          <NumberTable
            label={say.overall}
            heads={[say.rule, say.auc, say.interval(`${Math.round(100 * back.level)}%`), say.within, say.ten]}
          >
            {back.scores.map(({ score, auc, interval, withinRegions, hitRateOfTen }) => (
              <tr key={score}>
                <td>{say.scores[score]}</td>
                <td className="is-number">{ofAll(say.auc, score, auc)}</td>
                <td className="is-number">
                  {interval.low?.toFixed(3)}–{interval.high?.toFixed(3)}
                </td>
                <td className="is-number">
                  {withinRegions === null ? '—' : ofAll(say.within, score, withinRegions)}
                </td>
                <td className="is-number">
                  {hitRateOfTen === null
                    ? '—'
                    : share(hitRateOfTen, `${say.ten} · ${say.scores[score]}`, CAME, [
                        [say.candidates, back.candidates, null],
                        [say.entries, back.entries, null],
                      ])}
                </td>
              </tr>
            ))}
          </NumberTable>
          <p className="panel-note">
            {say.overallOf(back.candidates, back.entries, back.horizon)}。{told(back.verdict)}
          </p>
        </>
      )}
    </section>
  );
}

/** What the plain rule that looks at RCA alone would have done. */
function Honest({ lists }: { lists: NonNullable<LayoutPast['lists']> }) {
  const { words } = useLanguage();
  const rate = (rule: string) => lists.rules.find((one) => one.rule === rule)?.hitRate ?? 0;
  const [own, rca] = [rate('recommendation'), rate('advantage')];
  return (
    <p data-testid="honest">
      {words.layout.rcaAlone(percent(rca), percent(own), percent(lists.chance), rca >= own)}
    </p>
  );
}

function OwnLists({ lists, area }: { lists: NonNullable<LayoutPast['lists']>; area: string }) {
  const { words } = useLanguage();
  const say = words.layout;
  return (
    <>
      {lists.own.map(({ from, to, activities }) => (
        <details key={from} open={from === lists.own.at(-1)?.from}>
          <summary>
            {say.ownList(from, to, activities.filter(({ entered }) => entered).length, activities.length)}
          </summary>
          <ol className="layout-own">
            {activities.map(({ activity, entered }) => (
              <li key={activity}>
                {activity} <Tag color={entered ? 'green' : 'default'}>{entered ? say.came : say.notYet}</Tag>
              </li>
            ))}
          </ol>
        </details>
      ))}
      <Button
        size="small"
        onClick={() =>
          save(
            `${say.ownLists(area)}.csv`,
            csvOf({
              head: ['from', 'to', say.activity, say.state],
              rows: lists.own.flatMap(({ from, to, activities }) =>
                activities.map(({ activity, entered }) => [
                  from,
                  to,
                  activity,
                  entered ? say.came : say.notYet,
                ]),
              ),
            }),
            'text/csv;charset=utf-8',
          )
        }
      >
        {words.parts.chart.csv}
      </Button>
    </>
  );
}

/** A row's name, then its numbers. */
function NumberTable({
  label,
  heads,
  children,
}: {
  label: string;
  heads: readonly string[];
  children: ReactNode;
}) {
  return (
    <section className="plain-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {heads.map((head, i) => (
              <th key={head} scope="col" className={i > 0 ? 'is-number' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}
