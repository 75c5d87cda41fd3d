// Tables to take home.
import { Button, Typography } from 'antd';
import { useLanguage } from '../../language.js';

const FORMATS = ['csv', 'xlsx', 'json', 'parquet'] as const;

export function Exports() {
  const { words, language } = useLanguage();
  return (
    <>
      <Typography.Paragraph type="secondary">{words.data.exportHint}</Typography.Paragraph>
      <table className="exports">
        <tbody>
          {Object.entries(words.data.tables).map(([table, name]) => (
            <tr key={table}>
              <th scope="row">{name}</th>
              {FORMATS.map((format) => (
                <td key={format}>
                  <a
                    href={`/api/v1/exports/${table}?format=${format}&lang=${language}`}
                    download
                    aria-label={`${name} ${format}`}
                  >
                    {format.toUpperCase()}
                  </a>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <Button href="/api/v1/backup">{words.data.backup}</Button>{' '}
        <Typography.Text type="secondary">{words.data.backupHint}</Typography.Text>
      </p>
    </>
  );
}
