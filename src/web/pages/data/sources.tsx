// Where the data is from, and what was revised.
import type { RevisedFact, SourceEntry } from '../../../server/contract/data.js';
import { useLanguage } from '../../language.js';
import { AgeBadge } from '../../parts/age-badge.js';
import { DataTable, useServerRows } from '../../parts/data-table.js';
import { Figure } from '../../parts/figure.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';

export function Sources() {
  const { words } = useLanguage();
  const rows = useServerRows<SourceEntry>('/sources');
  const say = words.data;
  return (
    <DataTable
      label={say.tabs.sources}
      rows={rows}
      rowKey={({ importId }) => importId}
      columns={[
        {
          key: 'import',
          title: say.import,
          width: 70,
          grow: 0.3,
          number: true,
          render: ({ importId }) => importId,
        },
        {
          key: 'file',
          title: say.file,
          width: 260,
          grow: 2,
          render: ({ file, title, synthetic }) => (
            <span title={title ?? file}>
              {file} {synthetic && <SyntheticMark />}
            </span>
          ),
        },
        { key: 'kind', title: say.kind, width: 130, render: ({ kind }) => say.kinds[kind] ?? kind },
        { key: 'publisher', title: say.publisher, width: 130, render: ({ publisher }) => publisher ?? '—' },
        {
          key: 'released',
          title: say.released,
          width: 150,
          render: ({ released }) => <AgeBadge day={released} />,
        },
        {
          key: 'recorded',
          title: say.recorded,
          width: 150,
          render: ({ recordedAt }) => recordedAt.slice(0, 16).replace('T', ' '),
        },
        {
          key: 'size',
          title: say.size,
          width: 90,
          number: true,
          render: ({ bytes }) => `${(bytes / 1024).toFixed(1)} kB`,
        },
      ]}
    />
  );
}

export function Revisions() {
  const { words } = useLanguage();
  const rows = useServerRows<RevisedFact>('/revisions');
  const say = words.data;
  return (
    <DataTable
      label={say.tabs.revisions}
      rows={rows}
      rowKey={({ factKey }) => factKey}
      empty={say.noRevisions}
      columns={[
        {
          key: 'indicator',
          title: say.indicator,
          width: 220,
          grow: 1.5,
          render: ({ indicator }) => indicator,
        },
        { key: 'area', title: say.area, width: 120, render: ({ area }) => area },
        { key: 'period', title: say.period, width: 110, render: ({ period }) => period ?? '—' },
        {
          key: 'vintages',
          title: say.vintages,
          width: 420,
          grow: 3,
          render: ({ vintages, unit }) =>
            vintages.map(({ id, value, released, superseded }) => (
              <span
                key={id}
                className={superseded ? 'vintage is-superseded' : 'vintage'}
                title={superseded ? say.superseded : ''}
              >
                {released ?? '—'} <Figure value={value} unit={unit} originId={id} />
              </span>
            )),
        },
      ]}
    />
  );
}
