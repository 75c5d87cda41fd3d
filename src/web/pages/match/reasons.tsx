// Why a firm fits: every term as a bar with its reason, the words that matched, and what the rules say.
import { Tag, Typography } from 'antd';
import type { CandidateFirm } from '../../../server/contract/match.js';
import { useLanguage } from '../../language.js';
import { StateTag } from '../../parts/state-tag.js';

/** What a term adds at most, of the whole score: the bar's full width. */
const widest = (terms: readonly { weight: number }[]) =>
  terms.reduce((most, { weight }) => Math.max(most, weight), 0.01);

export function TermBars({
  terms,
  names,
}: {
  terms: CandidateFirm['terms'];
  names: Readonly<Record<string, string>>;
}) {
  const { say: told } = useLanguage();
  const most = widest(terms);
  return (
    <ul className="match-terms">
      {terms.map(({ term, weight, value, points, reason }) => (
        <li key={term}>
          <span className="match-term-name">{names[term] ?? term}</span>
          <span className="match-bar" aria-hidden="true">
            <span className="match-bar-room" style={{ width: `${(100 * weight) / most}%` }}>
              <span
                className="match-bar-value"
                style={{ width: `${weight > 0 ? (100 * points) / weight : 0}%` }}
              />
            </span>
          </span>
          <span className="match-term-points">
            {points.toFixed(3)}
            <small>
              {' '}
              = {weight.toFixed(2)} × {value.toFixed(2)}
            </small>
          </span>
          <span className="match-term-reason">{told(reason)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Reasons({ firm }: { firm: CandidateFirm }) {
  const { words, say: told } = useLanguage();
  const say = words.match;
  return (
    <div className="match-reasons">
      <TermBars terms={firm.terms} names={say.terms} />
      {firm.support < 1 && (
        <Typography.Paragraph type="secondary" className="match-small">
          {say.support} {firm.support.toFixed(2)}：{say.supportMeans}
        </Typography.Paragraph>
      )}
      {firm.words.length > 0 && (
        <p className="match-small">
          <strong>{say.matched}</strong>{' '}
          {firm.words.map(({ words: phrase, fields }) => (
            <Tag key={phrase}>
              {phrase} <small>{fields.map(told).join('、')}</small>
            </Tag>
          ))}
        </p>
      )}
      {firm.qualifications.map(({ title, state, reason, rulebook }) => (
        <p key={title} className="match-small">
          <strong>{title}</strong> <StateTag state={state} /> {told(reason)}{' '}
          {rulebook && <Typography.Text type="secondary">{rulebook}</Typography.Text>}
        </p>
      ))}
    </div>
  );
}
