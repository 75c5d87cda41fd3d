// Suppliers for the weak links of the supply network, found as a job.
import { Button } from 'antd';
import type { FirmNamed, WeakLinksAsked, WeakLinksResult } from '../../../server/contract/match.js';
import { useLanguage } from '../../language.js';
import { csvOf, save } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure } from '../../parts/figure.js';
import { JobProgress, useWork } from '../../parts/job.js';
import { MovedShare, type Within } from '../../parts/moved-share.js';
import { SourceLine } from '../../parts/source-line.js';
import { followed, useQueryValue } from '../../router.js';
import { firmMatches } from './candidates.js';
import { percent } from './score.js';

export default function WeakLinksView() {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const [moved, setMoved] = useQueryValue('moved', '50');
  const [within, setWithin] = useQueryValue('within', 'any');
  const work = useWork<WeakLinksResult>();
  const { result } = work;
  const link = ({ key, name }: FirmNamed) => (
    <a href={firmMatches(key)} onClick={followed}>
      {name}
    </a>
  );
  const download = () =>
    save(
      `${say.views.weak}.csv`,
      csvOf({
        head: [
          say.buyer,
          say.supplierNow,
          say.proposed,
          say.pick,
          say.amount,
          words.parts.unit,
          say.riskChange,
          say.why,
        ],
        rows: result!.links.map((one) => [
          one.buyer.name,
          one.from.name,
          one.to.name,
          one.chosen ? '★' : '',
          one.value,
          result!.unit,
          one.relative,
          told(one.reason),
        ]),
      }),
      'text/csv;charset=utf-8',
    );
  return (
    <div className="match-stack-of">
      <div className="match-tools">
        <MovedShare
          moved={Number(moved)}
          onMoved={(value) => setMoved(String(value))}
          within={within as Within}
          onWithin={setWithin}
        />
        <Button
          size="small"
          type="primary"
          loading={work.running}
          onClick={() =>
            work.start('/match/weak-links', {
              moved: Number(moved) / 100,
              within: within === 'any' ? null : (within as 'city' | 'province'),
            } satisfies WeakLinksAsked)
          }
        >
          {say.weakRun}
        </Button>
        {result && (
          <Button size="small" onClick={download}>
            {words.parts.chart.csv}
          </Button>
        )}
        <a href="/chains/mend" onClick={followed}>
          {say.toChains}
        </a>
      </div>
      {work.failure && <Failed failure={work.failure} />}
      {work.job && work.job.state !== 'done' && <JobProgress job={work.job} />}
      {result && result.links.length === 0 && <Empty>{say.weakNone}</Empty>}
      {result && result.links.length > 0 && (
        <section className="plain-table match-table" tabIndex={0} aria-label={say.views.weak}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.buyer}</th>
                <th scope="col">{say.supplierNow}</th>
                <th scope="col">{say.proposed}</th>
                <th scope="col">{say.pick}</th>
                <th scope="col" className="is-number">
                  {say.amount}
                </th>
                <th scope="col" className="is-number">
                  {say.riskChange}
                </th>
                <th scope="col">{say.why}</th>
              </tr>
            </thead>
            <tbody>
              {result.links.map((one) => (
                <tr key={`${one.buyer.key} ${one.from.key} ${one.to.key}`}>
                  <td>{link(one.buyer)}</td>
                  <td>{link(one.from)}</td>
                  <td>{link(one.to)}</td>
                  <td>{one.chosen ? '★' : ''}</td>
                  <td className="is-number">
                    <Figure value={one.value} unit={result.unit} period={result.period} />
                  </td>
                  <td className="is-number">{percent(one.relative, 2)}</td>
                  <td>{told(one.reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {result && result.gaps.length > 0 && (
        <section className="plain-table match-table" tabIndex={0} aria-label={say.weakGaps}>
          <table>
            <caption>{say.weakGaps}</caption>
            <thead>
              <tr>
                <th scope="col">{say.buyer}</th>
                <th scope="col">{say.supplierNow}</th>
                <th scope="col" className="is-number">
                  {say.amount}
                </th>
                <th scope="col">{say.outside}</th>
              </tr>
            </thead>
            <tbody>
              {result.gaps.map((gap) => (
                <tr key={`${gap.buyer.key} ${gap.supplier.key}`}>
                  <td>{link(gap.buyer)}</td>
                  <td>{link(gap.supplier)}</td>
                  <td className="is-number">
                    <Figure value={gap.value} unit={result.unit} period={result.period} />
                  </td>
                  <td>
                    {gap.candidates.length === 0
                      ? '—'
                      : gap.candidates.map((firm) => (
                          <div key={firm.key}>
                            {link(firm)} {firm.score.toFixed(2)}
                          </div>
                        ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {result && (
        <SourceLine
          source="ESRI (Diem et al. 2022)"
          unit={result.unit}
          period={result.period}
          synthetic={result.synthetic}
        />
      )}
    </div>
  );
}
