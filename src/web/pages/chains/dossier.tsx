// What is known of one node: makers, inputs, uses, gaps with their grounds, projects; every row with its source.
import { Descriptions, Spin, Table, Tag, Typography } from 'antd';
import type { NodeDossier } from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed } from '../../router.js';
import { money, percent } from './amounts.js';

interface DossierProps {
  chain: string;
  node: string;
  home: string | null;
  pick(node: string): void;
  pickFirm(id: string): void;
}

/** A gap that is there is no good news. */
const GAP_COLOURS = {
  met: 'red',
  unmet: 'green',
  unknown: 'default',
  manualReview: 'gold',
  notApplicable: 'default',
};

export function Dossier({ chain, node, home, pick, pickFirm }: DossierProps) {
  const { words, language } = useLanguage();
  const say = words.chains;
  const asked = new URLSearchParams({ chain, node, ...(home !== null && { home }) });
  const { data, error, refetch } = useAnswer<NodeDossier>(`/chains/node?${asked}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  const where = ({ source, date, place }: Pick<NodeDossier, 'source' | 'date' | 'place'>) => (
    <Typography.Text type="secondary" style={{ fontSize: 12 }}>
      {[source, date, place && say.row(place.file.split('/').at(-1)!, place.row)].filter(Boolean).join(' · ')}
    </Typography.Text>
  );
  const neighbours = (rows: NodeDossier['inputs'], title: string) => (
    <Table
      size="small"
      pagination={false}
      rowKey={({ id, kind }) => `${id} ${kind}`}
      title={() => <strong>{title}</strong>}
      dataSource={rows}
      columns={[
        {
          title: say.name,
          render: (_, { id, name }) => (
            <Typography.Link onClick={() => pick(id)} href={`?chain=${encodeURIComponent(chain)}&node=${id}`}>
              {name}
            </Typography.Link>
          ),
        },
        {
          title: say.value,
          align: 'right',
          render: (_, { weight, share }) =>
            weight !== null ? money(weight, data.unit, language) : share === null ? '' : percent(share, 1),
        },
        { title: say.grade, dataIndex: 'grade', width: 60 },
        { title: say.source, render: (_, row) => where(row) },
      ]}
    />
  );
  return (
    <div className="stack">
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'id', label: say.name, children: `${data.name}（${data.id}）` },
          { key: 'up', label: say.upstreamness, children: data.upstreamness.toFixed(2) },
          { key: 'where', label: say.source, span: 2, children: where(data) },
        ]}
      />
      {data.synthetic && <SyntheticMark />}
      <Table
        size="small"
        pagination={false}
        rowKey="rule"
        title={() => <strong>{say.gaps}</strong>}
        dataSource={data.gaps}
        columns={[
          { title: say.rule, render: (_, { name }) => name[language], width: 130 },
          {
            title: say.state,
            render: (_, { state }) => <Tag color={GAP_COLOURS[state]}>{say.gapStates[state]}</Tag>,
            width: 110,
          },
          { title: say.why, render: (_, { why }) => why[language] },
        ]}
      />
      <Table
        size="small"
        pagination={data.makers.length > 10 ? { pageSize: 10, size: 'small' } : false}
        rowKey={({ id, name }) => id ?? name}
        title={() => (
          <strong>
            {say.makers}（{data.makersInAll}）
          </strong>
        )}
        dataSource={data.makers}
        columns={[
          {
            title: say.firm,
            render: (_, { name, id, inNetwork }) => (
              <>
                {inNetwork && id !== null ? (
                  <Typography.Link
                    href={`?firm=${encodeURIComponent(id)}`}
                    onClick={(event) => {
                      event.preventDefault();
                      pickFirm(id);
                    }}
                  >
                    {name}
                  </Typography.Link>
                ) : (
                  name
                )}
                {inNetwork && (
                  <>
                    {' '}
                    <a href={`/chains/close?firms=${id}`} onClick={followed}>
                      {say.tryClose}
                    </a>
                  </>
                )}
              </>
            ),
          },
          { title: say.area, dataIndex: 'area', width: 80 },
          {
            title: say.share,
            align: 'right',
            width: 70,
            render: (_, { share }) => (share === null ? '' : percent(share, 1)),
          },
          { title: say.grade, dataIndex: 'grade', width: 60 },
          { title: say.source, render: (_, row) => where(row) },
        ]}
      />
      {neighbours(data.inputs, say.inputs)}
      {neighbours(data.uses, say.uses)}
      {data.projects.length > 0 && (
        <Table
          size="small"
          pagination={false}
          rowKey="name"
          title={() => <strong>{say.projects}</strong>}
          dataSource={data.projects}
          columns={[
            { title: say.name, dataIndex: 'name' },
            { title: say.firm, dataIndex: 'firm' },
            { title: say.state, dataIndex: 'status' },
            { title: say.amount, dataIndex: 'investment' },
          ]}
        />
      )}
    </div>
  );
}
