// One firm as a solver of tasks, a supplier and a buyer.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Input, Select, Spin, Tag } from 'antd';
import { useState } from 'react';
import type { CandidateFirm, FirmMatches, FirmNamed } from '../../../server/contract/match.js';
import { type ApiFailure, ask, useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure } from '../../parts/figure.js';
import { SourceLine } from '../../parts/source-line.js';
import { followed, useQueryValue } from '../../router.js';
import { Candidates, firmMatches, firmPage, taskPage } from './candidates.js';
import { TermBars } from './reasons.js';
import { scoreOrigin } from './score.js';

export default function FirmView() {
  const { words } = useLanguage();
  const say = words.match;
  const [firm, setFirm] = useQueryValue('firm');
  const [, setNeed] = useQueryValue('need');
  return (
    <div className="match-stack-of">
      <FirmChoice
        chosen={firm}
        onChoose={(key) => {
          setNeed(null);
          setFirm(key);
        }}
      />
      {firm === '' ? <Empty>{say.chooseFirst}</Empty> : <Matches key={firm} firm={firm} />}
    </div>
  );
}

function FirmChoice({ chosen, onChoose }: { chosen: string; onChoose: (key: string) => void }) {
  const { words } = useLanguage();
  const say = words.match;
  const [text, setText] = useState('');
  const path = `/match/firms?text=${encodeURIComponent(text)}`;
  const { data } = useQuery<{ firms: FirmNamed[] }, ApiFailure>({
    queryKey: [path],
    queryFn: ({ signal }) => ask(path, { signal }),
    placeholderData: (before) => before,
  });
  const known = useAnswer<{ firms: FirmNamed[] }>(
    chosen === '' ? null : `/match/firms?text=${encodeURIComponent(chosen)}`,
  ).data?.firms[0];
  const firms = data?.firms ?? [];
  const all = known === undefined || firms.some(({ key }) => key === known.key) ? firms : [known, ...firms];
  return (
    <div className="match-tools">
      <label className="match-inline">
        {say.chooseFirm}{' '}
        <Select
          size="small"
          aria-label={say.chooseFirm}
          style={{ minWidth: 280 }}
          placeholder={say.choosePlaceholder}
          showSearch={{ filterOption: false, onSearch: setText }}
          value={chosen === '' ? null : chosen}
          options={all.map(({ key, name, area }) => ({
            value: key,
            label: area === null ? name : `${name}（${area}）`,
          }))}
          onChange={onChoose}
        />
      </label>
    </div>
  );
}

function Matches({ firm }: { firm: string }) {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const [need, setNeed] = useQueryValue('need');
  const { data, error, refetch } = useAnswer<FirmMatches>(
    `/match/firm?${new URLSearchParams({ firm, ...(need !== '' && { need }) })}`,
  );
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  const { firm: own } = data;
  const silent = `${own.products}${own.capabilities}${own.patents}` === '';
  return (
    <>
      <h2 className="match-h2">
        <a href={firmPage(own.key)} onClick={followed}>
          {own.name}
        </a>
      </h2>
      {silent && <Alert type="info" showIcon title={say.silent} />}
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, lg: 3 }}
        items={[
          { key: 'area', label: say.area, children: own.area ?? words.parts.missing },
          { key: 'industry', label: say.industry, children: own.industry ?? words.parts.missing },
          { key: 'titles', label: say.titles, children: own.titles.join('、') || words.parts.missing },
          { key: 'products', label: say.products, children: own.products || words.parts.missing },
          { key: 'capabilities', label: say.capabilities, children: own.capabilities || words.parts.missing },
          { key: 'patents', label: say.patents, children: own.patents || words.parts.missing },
          {
            key: 'record',
            label: say.history,
            children: say.historyOf(own.record.won, own.record.finished, own.record.terminated),
          },
          { key: 'group', label: say.group, children: own.group ?? '—' },
        ]}
      />
      <section>
        <h2 className="match-h2">{say.solves}</h2>
        {data.tasks === null ? (
          <p>{say.notCovered}</p>
        ) : data.tasks.length === 0 ? (
          <p className="match-soft">{say.solvesNone}</p>
        ) : (
          <ul className="match-standings">
            {data.tasks.map(({ id, title, gap, candidate }) => (
              <Standing key={id} candidate={candidate} gap={gap}>
                <a href={taskPage(id)} onClick={followed}>
                  {id} {title}
                </a>
              </Standing>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2 className="match-h2">{say.customers}</h2>
        {data.customers === null ? (
          <p>{say.notCovered}</p>
        ) : data.customers.length === 0 ? (
          <p className="match-soft">{say.customersNone}</p>
        ) : (
          <ul className="match-standings">
            {data.customers.map(({ firm: buyer, need: what, gap, candidate }) => (
              <Standing key={buyer.key} candidate={candidate} gap={gap}>
                <a href={firmMatches(buyer.key)} onClick={followed}>
                  {buyer.name}
                </a>{' '}
                <span className="match-soft">{what}</span>
              </Standing>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2 className="match-h2">{say.suppliers}</h2>
        <form
          className="match-tools"
          onSubmit={(event) => {
            event.preventDefault();
            setNeed(String(new FormData(event.currentTarget).get('need') ?? '').trim());
          }}
        >
          <Input
            key={data.need}
            size="small"
            name="need"
            aria-label={say.needOf}
            placeholder={say.needOf}
            defaultValue={data.need}
            style={{ maxWidth: 480 }}
          />
          <Button size="small" htmlType="submit">
            {say.find}
          </Button>
        </form>
        {data.need === '' ? (
          <p className="match-soft">{say.suppliersNone}</p>
        ) : (
          <>
            {data.suppliers.gap && <Alert type="warning" showIcon title={told(data.suppliers.gap.reason)} />}
            <Candidates
              label={`${say.suppliers}：${data.need}`}
              firms={data.suppliers.candidates}
              synthetic={data.synthetic}
            />
          </>
        )}
      </section>
      <SourceLine source={`${say.method}；${say.methodOf}`} period={data.on} synthetic={data.synthetic} />
    </>
  );
}

function Standing({
  candidate,
  gap,
  children,
}: {
  candidate: CandidateFirm;
  gap: boolean;
  children: React.ReactNode;
}) {
  const { words } = useLanguage();
  const say = words.match;
  return (
    <li>
      <div className="match-standing-head">
        <span>
          {children} {gap && <Tag className="match-gap">{say.gap}</Tag>}
        </span>
        <span>
          {say.position} {candidate.rank} ·{' '}
          <Figure
            value={candidate.score}
            digits={3}
            origin={scoreOrigin(say.score, candidate.score, candidate.terms, {
              formula: say.method,
              method: say.methodOf,
              names: say.terms,
              synthetic: false,
            })}
          />
        </span>
      </div>
      <TermBars terms={candidate.terms} names={say.terms} />
    </li>
  );
}
