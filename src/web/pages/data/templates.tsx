// Tables to fill in, one for each kind of data.
import { Typography } from 'antd';
import type { Template } from '../../../server/contract/data.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';

export function Templates() {
  const { words, language, say } = useLanguage();
  const { data } = useAnswer<{ items: Template[] }>('/templates');
  if (!data) return null;
  return (
    <details className="templates">
      <summary>{words.data.templates}</summary>
      <Typography.Paragraph type="secondary">{words.data.templatesHint}</Typography.Paragraph>
      <table className="exports">
        <tbody>
          {data.items.map(({ id, name, formats }) => (
            <tr key={id}>
              <th scope="row">{say(name)}</th>
              {formats.map((format) => (
                <td key={format}>
                  <a
                    href={`/api/v1/templates/${id}?format=${format}&lang=${language}`}
                    download
                    aria-label={`${say(name)} ${format}`}
                  >
                    {format.toUpperCase()}
                  </a>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
