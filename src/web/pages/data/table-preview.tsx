// What an import would do to one table or page: how its columns are understood, and its faults where they stand.
import { Alert, Select, Typography } from 'antd';
import type { Fault, MappedColumn, TablePreview } from '../../../server/contract/data.js';
import { useLanguage } from '../../language.js';

export function TableView({
  table,
  onMapping,
}: {
  table: TablePreview;
  onMapping: (mapping: NonNullable<TablePreview['mapping']>) => void;
}) {
  const { words, say } = useLanguage();
  const { mapping } = table;
  const columns = mapping?.columns ?? [];
  const change = (index: number, part: Partial<MappedColumn>) =>
    mapping &&
    onMapping({
      ...mapping,
      columns: columns.map((column, i) => (i === index ? { ...column, ...part } : column)),
    });
  const faultAt = new Map(table.faults.map((fault) => [`${fault.row} ${fault.column}`, fault]));
  const faultyRow = new Map(table.faults.map((fault) => [fault.row, fault]));
  const width = Math.max(...table.lines.map(({ cells }) => cells.length), 0);
  const letters = Array.from({ length: width }, (_, i) => lettersOf(i));
  return (
    <section className="preview" aria-label={table.sheet}>
      <Typography.Title level={3} className="section-title">
        {table.sheet}
      </Typography.Title>
      <p>
        {table.lines.length > 0 && `${words.data.counts(table.rows, table.values, table.missing)} · `}
        <strong>{words.data.faults(table.rejected)}</strong>
      </p>
      {table.holds.length > 0 && (
        <ul className="holds">
          {table.holds.map((held) => (
            <li key={held.zh}>{say(held)}</li>
          ))}
        </ul>
      )}
      {table.notices.map((notice) => (
        <Alert key={notice.en} type="info" showIcon title={say(notice)} />
      ))}
      {table.faults.length > 0 && (
        <ul className="fault-list">
          {table.faults.map((fault) => (
            <li key={`${fault.row} ${fault.column} ${fault.en}`}>
              <strong>{words.data.faultOf(fault.row, fault.column)}</strong>{' '}
              {fault.value && <code>{fault.value}</code>} {say(fault)}
            </li>
          ))}
        </ul>
      )}
      {table.lines.length > 0 && (
        <div
          className="plain-table"
          tabIndex={0}
          role="region"
          aria-label={`${words.data.preview} ${table.sheet}`}
        >
          <table>
            <thead>
              <tr>
                <th scope="col">{words.data.row}</th>
                {letters.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
              {mapping && (
                <tr>
                  <th scope="row">{words.data.role}</th>
                  {letters.map((name, i) => {
                    const index = columns.findIndex((column, at) =>
                      column.column ? column.column === name : at === i,
                    );
                    const column = columns[index];
                    return (
                      <td key={name}>
                        {column && (
                          <Select
                            size="small"
                            variant="borderless"
                            aria-label={`${name} ${words.data.role}`}
                            title={column.why ?? ''}
                            popupMatchSelectWidth={false}
                            value={column.role}
                            options={Object.entries(words.data.roles).map(([value, label]) => ({
                              value,
                              label,
                            }))}
                            onChange={(role) => change(index, { role })}
                          />
                        )}
                      </td>
                    );
                  })}
                </tr>
              )}
            </thead>
            <tbody>
              {table.lines.map(({ row, cells }) => (
                <tr key={row} className={faultyRow.has(row) ? 'is-faulty-row' : undefined}>
                  <th scope="row">{row}</th>
                  {letters.map((name, i) => {
                    const fault: Fault | undefined = faultAt.get(`${row} ${name}`);
                    return (
                      <td key={name} className={fault && 'is-faulty'} title={fault && say(fault)}>
                        {cells[i] ?? ''}
                        {fault && <span className="visually-hidden">（{say(fault)}）</span>}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function lettersOf(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
