// Tables to take home.
import { Typography } from 'antd';
import type { ReactNode } from 'react';
import type { ChainsSummary } from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';

const FORMATS = ['csv', 'xlsx', 'json', 'parquet'] as const;
const PARTS = ['nodes', 'edges', 'actors', 'projects'] as const;

export function Exports() {
  const { words, language } = useLanguage();
  const { data } = useAnswer<ChainsSummary>('/chains');
  const say = words.data;
  return (
    <>
      <Typography.Paragraph type="secondary">{say.exportHint}</Typography.Paragraph>
      <section className="plain-table is-bare" tabIndex={0} aria-label={say.tabs.exports}>
        <table className="exports">
          <tbody>
            {Object.entries(say.tables).map(([table, name]) => (
              <Line
                key={table}
                name={name}
                address={(format) => `${table}?format=${format}&lang=${language}`}
              >
                {table === 'figures' && (
                  <td>
                    <a
                      href={`/api/v1/exports/figures?format=sdmx-csv&lang=${language}`}
                      download
                      aria-label={`${name} SDMX-CSV`}
                    >
                      SDMX-CSV
                    </a>
                  </td>
                )}
              </Line>
            ))}
            {data?.ioTables.map(({ name }) => (
              <Line
                key={`io ${name}`}
                name={`${say.kinds['io-table']} · ${name}`}
                address={(format) => `io-table/${encodeURIComponent(name)}?format=${format}`}
              />
            ))}
            {data?.chains.flatMap((chain) =>
              PARTS.filter((part) => chain[part] > 0).map((part) => (
                <Line
                  key={`${chain.name} ${part}`}
                  name={`${say.kinds.chain} · ${chain.name} · ${say.chainParts[part]}`}
                  address={(format) =>
                    `chain/${encodeURIComponent(chain.name)}?part=${part}&format=${format}&lang=${language}`
                  }
                />
              )),
            )}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Line({
  name,
  address,
  children,
}: {
  name: string;
  address: (format: string) => string;
  children?: ReactNode;
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {FORMATS.map((format) => (
        <td key={format}>
          <a href={`/api/v1/exports/${address(format)}`} download aria-label={`${name} ${format}`}>
            {format.toUpperCase()}
          </a>
        </td>
      ))}
      {children}
    </tr>
  );
}
