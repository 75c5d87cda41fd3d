// Firms that fit, best first; each opens into its reasons.
import { Button, Tag } from 'antd';
import { Fragment, useState } from 'react';
import type { CandidateFirm } from '../../../server/contract/match.js';
import { useLanguage } from '../../language.js';
import { csvOf, save } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { Figure } from '../../parts/figure.js';
import { StateTag } from '../../parts/state-tag.js';
import { followed } from '../../router.js';
import { Reasons } from './reasons.js';
import { scoreOrigin } from './score.js';

export const firmPage = (key: string) => `/firms/${encodeURIComponent(key)}`;
export const firmMatches = (key: string) => `/match/firm?firm=${encodeURIComponent(key)}`;
export const taskPage = (id: string) => `/match/task/${encodeURIComponent(id)}`;

export function Candidates({
  label,
  firms,
  synthetic = false,
  first = null,
}: {
  label: string;
  firms: readonly CandidateFirm[];
  synthetic?: boolean;
  /** Key of the firm whose reasons are open at first. */
  first?: string | null;
}) {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const [open, setOpen] = useState<string | null>(first);
  if (firms.length === 0) return <Empty>{say.noCandidates}</Empty>;
  const ruled = firms.some(({ qualifications }) => qualifications.length > 0);
  const terms = firms[0]!.terms.map(({ term }) => term);
  const download = () =>
    save(
      `${label}.csv`,
      csvOf({
        head: [
          say.rank,
          say.firm,
          say.score,
          ...terms.map((term) => say.terms[term as keyof typeof say.terms]),
          say.reasons,
          say.matched,
        ],
        rows: firms.map((firm) => [
          firm.rank,
          firm.name,
          Number(firm.score.toFixed(4)),
          ...firm.terms.map(({ points }) => Number(points.toFixed(4))),
          firm.terms.map(({ reason }) => told(reason)).join('；'),
          firm.words.map((one) => one.words).join('、'),
        ]),
      }),
      'text/csv;charset=utf-8',
    );
  return (
    <section aria-label={label}>
      <div className="match-table-head">
        <strong>{label}</strong>
        <Button size="small" onClick={download}>
          {words.parts.chart.csv}
        </Button>
      </div>
      {/* It may be wider than the page, and is then scrolled by keyboard too. */}
      <section className="plain-table match-table match-candidates" tabIndex={0} aria-label={label}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="is-number">
                {say.rank}
              </th>
              <th scope="col">{say.firm}</th>
              <th scope="col" className="is-number">
                {say.score}
              </th>
              <th scope="col">{say.reasons}</th>
              {ruled && <th scope="col">{say.rulesSay}</th>}
              <th scope="col">{say.industry}</th>
              <th scope="col">{say.area}</th>
            </tr>
          </thead>
          <tbody>
            {firms.map((firm) => (
              <Fragment key={firm.key}>
                <tr>
                  <td className="is-number">{firm.rank}</td>
                  <td>
                    <a href={firmPage(firm.key)} onClick={followed}>
                      {firm.name}
                    </a>{' '}
                    {firm.applied && <Tag color="blue">{say.appliedMark}</Tag>}
                  </td>
                  <td className="is-number">
                    <Figure
                      value={firm.score}
                      digits={3}
                      origin={scoreOrigin(`${firm.name} ${say.score}`, firm.score, firm.terms, {
                        formula: say.method,
                        method: say.methodOf,
                        names: say.terms,
                        synthetic,
                      })}
                    />
                  </td>
                  <td className="match-why">
                    <button
                      type="button"
                      className="match-open"
                      aria-expanded={open === firm.key}
                      aria-label={`${say.open}：${firm.name}`}
                      onClick={() => setOpen(open === firm.key ? null : firm.key)}
                    >
                      <Stack terms={firm.terms} />
                      <span aria-hidden="true">{open === firm.key ? '▾' : '▸'}</span>
                    </button>
                  </td>
                  {ruled && (
                    <td>
                      {firm.qualifications.map(({ title, state }) => (
                        <span key={title}>
                          {title} <StateTag state={state} />
                        </span>
                      ))}
                    </td>
                  )}
                  <td>{firm.industry ?? words.parts.missing}</td>
                  <td>{firm.area ?? words.parts.missing}</td>
                </tr>
                {open === firm.key && (
                  <tr className="match-opened">
                    <td colSpan={ruled ? 7 : 6}>
                      <Reasons firm={firm} />
                      <a href={firmMatches(firm.key)} onClick={followed} className="match-small">
                        {say.toMatches}
                      </a>
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
      <ul className="match-legend" aria-hidden="true">
        {terms.map((term) => (
          <li key={term}>
            <span className={`match-part match-part-${term}`} />
            {say.terms[term as keyof typeof say.terms]}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The score in its parts, one after another. */
function Stack({ terms }: { terms: CandidateFirm['terms'] }) {
  return (
    <span className="match-stack" aria-hidden="true">
      {terms.map(({ term, points }) => (
        <span
          key={term}
          className={`match-part match-part-${term}`}
          style={{ width: `${Math.min(100, 200 * points)}%` }}
        />
      ))}
    </span>
  );
}
