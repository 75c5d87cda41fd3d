// One activity in the area: every number with its origin, what it stands on, who adjoins and has it, whom it could start with.
import { Descriptions, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../../language.js';
import { Figure } from '../../parts/figure.js';
import { followed } from '../../router.js';
import { type Chosen, percent, shownTerms } from './list.js';
import { measured, type Seen } from './origin.js';

const NAMES = 8;

export function Reasons({ seen, chosen }: { seen: Seen; chosen: Chosen }) {
  const { words, language, say: told } = useLanguage();
  const say = words.layout;
  const { area, space, at } = seen;
  const p = at.get(chosen.activity);
  const own = p === undefined ? undefined : area.activities[p];
  if (p === undefined || own === undefined)
    return (
      <section className="layout-reasons" aria-label={say.list}>
        <h2 className="layout-title">{say.list}</h2>
        <ol className="layout-own">
          {area.recommended.map(({ activity, score }) => (
            <li key={activity}>
              <button type="button" className="layout-pick" onClick={() => chosen.choose(activity)}>
                {activity}
              </button>{' '}
              <span className="panel-note">{score.toFixed(2)}</span>
            </li>
          ))}
        </ol>
        <p className="panel-note">{say.pick}</p>
      </section>
    );
  const node = space.nodes[p]!;
  const one = area.recommended.find(({ activity }) => activity === chosen.activity);
  const carriers = one
    ? [one.activity, ...one.standsOn.map(({ activity }) => activity)]
    : [chosen.activity, ...largest(seen)];
  const number = (measure: string, value: number | null, digits: number, from = carriers) => (
    <Figure
      value={value}
      digits={digits}
      period={space.year === null ? null : String(space.year)}
      origin={measured(seen, measure, value, from, language, chosen.activity)}
    />
  );
  const names = (list: readonly string[]) =>
    list.length === 0
      ? say.nobody
      : `${list.slice(0, NAMES).join(language === 'zh' ? '、' : ', ')}${list.length > NAMES ? ` ${say.more(list.length)}` : ''}`;
  const related = (list: readonly { activity: string; advantage: number; proximity: number }[]) =>
    list.length === 0 ? (
      say.nobody
    ) : (
      <ul className="layout-related">
        {list.map(({ activity, advantage, proximity }) => (
          <li key={activity}>
            <button type="button" className="layout-pick" onClick={() => chosen.choose(activity)}>
              {activity}
            </button>{' '}
            <span className="panel-note">
              {say.advantage} {number('advantage', advantage, 2, [activity])} · φ {proximity.toFixed(2)}
            </span>
          </li>
        ))}
      </ul>
    );
  const items: [string, ReactNode][] = [
    [
      say.state,
      own.has ? say.isThere : own.rank === null ? say.tooFew : say.candidate(own.rank, area.candidates),
    ],
    [
      say.value,
      <Figure
        key="value"
        value={own.originId === null ? 0 : own.value}
        unit={space.source.unit}
        period={space.year === null ? null : String(space.year)}
        originId={own.originId}
      />,
    ],
    [say.advantage, number('advantage', own.advantage, 2, [chosen.activity])],
    [say.densityOf, number('density', own.density, 3)],
    ...(own.gain === null
      ? []
      : ([[say.gainOf, number('opportunityGain', own.gain, 3)]] as [string, ReactNode][])),
    [say.complexity, number('pci', node.complexity, 2)],
    [say.ubiquity, say.places(node.ubiquity)],
  ];
  if (one) {
    items.push(
      [say.rankWithout, one.rankWithoutDifferentiation],
      [say.standsOn, related(one.standsOn)],
      [say.toBuild, related(one.toBuild)],
      [say.heldBy, names(one.heldBy)],
      [say.wantedBy, names(one.wantedBy)],
      [
        say.strongest,
        names(one.strongestNeighbours.map(({ region, advantage }) => `${region} ${advantage.toFixed(2)}`)),
      ],
    );
    if (one.risk !== null && area.exposure !== null)
      items.push([
        say.riskOf,
        <span key="risk" title={told(area.exposure.measure)}>
          {percent(one.risk)}（{area.exposure.table}
          {one.chain === null ? '' : ` · ${one.chain}`}）
        </span>,
      ]);
    if (one.tags.length > 0)
      items.push([
        say.tags,
        one.tags.map(({ kind, name, en }) => (
          <Tag key={`${kind}${name}`} color={kind === 'future' ? 'gold' : 'green'}>
            {say.tagKinds[kind]} · {told({ zh: name, en })}
          </Tag>
        )),
      ]);
    items.push([
      say.firms,
      one.firms === null ? (
        say.nobody
      ) : (
        <div key="firms">
          {say.places(one.firms.count)}
          {one.firms.by === 'division' && say.byDivision}：
          {one.firms.firms.map(({ name, creditCode }, i) => (
            <span key={name}>
              {i > 0 && '、'}
              <a href={`/firms/${encodeURIComponent(creditCode ?? name)}`} onClick={followed}>
                {name}
              </a>
            </span>
          ))}
        </div>
      ),
    ]);
  }
  return (
    <section className="layout-reasons" aria-label={say.reasons}>
      <h2 className="layout-title">
        {one && `${one.rank}. `}
        {chosen.activity}
      </h2>
      {one && (
        <table className="layout-terms">
          <thead>
            <tr>
              <th scope="col">{say.term}</th>
              <th scope="col">{say.place}</th>
              <th scope="col">{say.weight}</th>
            </tr>
          </thead>
          <tbody>
            {shownTerms(seen).map((term) => (
              <tr key={term}>
                <th scope="row" title={say.termWhy[term]}>
                  {say.terms[term]}
                </th>
                <td>{one.terms[term].score?.toFixed(2) ?? '—'}</td>
                <td>{one.terms[term].weight}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Descriptions
        size="small"
        column={1}
        items={items.map(([label, children]) => ({ key: label, label, children }))}
      />
    </section>
  );
}

/** What the area has most of. */
function largest({ area, space }: Seen): string[] {
  return area.activities
    .map(({ value, has }, p) => ({ value: has ? value : 0, p }))
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({ p }) => space.nodes[p]!.activity);
}
