import { Spin, Tag, Tooltip, Typography } from 'antd';
import type { Movements } from '../../../server/contract/policy.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { ChoiceFilter, Filters } from '../../parts/filters.js';
import { followed, useQueryValue } from '../../router.js';

type Movement = Movements['movements'][number];
type Line = Movement['lines'][number];
const COLOURS = {
  new: 'green',
  kept: 'default',
  reworded: 'blue',
  dropped: 'default',
  returned: 'gold',
} as const;

export function Lines() {
  const { words, say } = useLanguage();
  const own = words.policy;
  const { data, error, refetch } = useAnswer<Movements>('/policy/lines');
  const [theme] = useQueryValue('theme');
  const [issuer] = useQueryValue('issuer');
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  if (data.movements.length === 0) return <Empty>{own.none}</Empty>;
  const shown = data.movements.filter((movement) => issuer === '' || movement.issuer === issuer);
  return (
    <>
      <Filters names={['theme', 'issuer']}>
        <ChoiceFilter
          name="issuer"
          label={own.issuer}
          width={220}
          choices={data.movements.flatMap(({ issuer: name }) => (name ? [{ value: name, label: name }] : []))}
        />
        <ChoiceFilter
          name="theme"
          label={own.theme}
          choices={data.themes.map((one) => ({ value: one.id, label: say(one) }))}
        />
      </Filters>
      <Typography.Paragraph type="secondary">{own.lineHow}</Typography.Paragraph>
      {shown.map((movement) => (
        <MovementTable
          key={movement.issuer ?? ''}
          movement={movement}
          lines={movement.lines.filter((line) => theme === '' || line.themes.includes(theme))}
        />
      ))}
    </>
  );
}

function MovementTable({ movement, lines }: { movement: Movement; lines: Line[] }) {
  const { words } = useLanguage();
  const own = words.policy;
  if (lines.length === 0) return null;
  const stated = (line: Line) => line.moments.filter(({ title }) => title !== null).length;
  const lasting = lines.filter((line) => stated(line) > 1);
  const once = lines.filter((line) => stated(line) === 1);
  const name = movement.issuer ?? own.issuerUnknown;
  return (
    <section className="movement">
      <Typography.Title level={2} className="section-title">
        {name}{' '}
        <Typography.Text type="secondary">
          {own.pagesOf(movement.pages.length, movement.pages[0]!.date, movement.pages.at(-1)!.date)}
        </Typography.Text>
      </Typography.Title>
      {lasting.length > 0 && (
        <section className="plain-table lines-table" tabIndex={0} aria-label={`${name} ${own.linesTable}`}>
          <table>
            <thead>
              <tr>
                {movement.pages.map((page) => (
                  <th key={page.document} scope="col">
                    <a href={`/policy/${page.document}`} onClick={followed} title={page.title}>
                      {page.date}
                    </a>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lasting.map((line) => (
                <tr key={`${line.title}-${line.moments[0]?.cited?.start}`}>
                  {movement.pages.map((page) => (
                    <td key={page.document}>
                      {line.moments
                        .filter(({ document }) => document === page.document)
                        .map((moment) => (
                          <Moment
                            key={moment.date}
                            moment={moment}
                            first={page.document === movement.pages[0]!.document}
                          />
                        ))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {once.length > 0 && (
        <>
          {lasting.length > 0 && (
            <Typography.Title level={3} className="section-title">
              {own.once}
            </Typography.Title>
          )}
          <ul className="reading-list">
            {once.map((line) => {
              const moment = line.moments.find(({ title }) => title !== null)!;
              return (
                <li key={`${moment.document}-${moment.cited?.start}`}>
                  <Typography.Text type="secondary">{moment.date}</Typography.Text>{' '}
                  <Wording moment={moment} />
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}

function Wording({ moment }: { moment: Line['moments'][number] }) {
  const { cited, title } = moment;
  if (cited === null) return title;
  return (
    <a href={`/policy/${cited.document}?start=${cited.start}&end=${cited.end}`} onClick={followed}>
      {title}
    </a>
  );
}

function Moment({ moment, first }: { moment: Line['moments'][number]; first: boolean }) {
  const { words, say } = useLanguage();
  const own = words.policy;
  const state = first && moment.state === 'new' ? own.first : own.states[moment.state];
  const told = [
    moment.score !== null && own.likeness(Math.round(100 * moment.score)),
    moment.why && say(moment.why),
  ]
    .filter(Boolean)
    .join('：');
  return (
    <>
      <Tooltip title={told || undefined}>
        <Tag color={first ? 'default' : COLOURS[moment.state]} tabIndex={told ? 0 : undefined}>
          {state}
        </Tag>
      </Tooltip>
      {moment.title !== null && <Wording moment={moment} />}
      {moment.measures > 0 && (
        <Typography.Text type="secondary"> {own.measureCount(moment.measures)}</Typography.Text>
      )}
    </>
  );
}
