import { Tag } from 'antd';
import type { DocumentFacets, DocumentItem } from '../../../server/contract/policy.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { type Column, DataTable, useServerRows } from '../../parts/data-table.js';
import { ChoiceFilter, Filters, WordsFilter } from '../../parts/filters.js';
import { followed, goTo, useAddress } from '../../router.js';

const NAMES = ['words', 'year', 'outlet', 'theme', 'format'] as const;

export function Documents() {
  const { words, say } = useLanguage();
  const { query } = useAddress();
  const facets = useAnswer<DocumentFacets>('/documents/facets').data;
  const asked = new URLSearchParams(
    NAMES.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])),
  );
  const rows = useServerRows<DocumentItem>(asked.size === 0 ? '/documents' : `/documents?${asked}`);
  const own = words.policy;
  const number = (key: 'directions' | 'measures' | 'figures' | 'targets'): Column<DocumentItem> => ({
    key,
    title: own[key],
    width: 78,
    grow: 0,
    number: true,
    render: (row) => row[key],
  });
  const columns: Column<DocumentItem>[] = [
    {
      key: 'day',
      title: own.day,
      width: 120,
      grow: 0,
      render: ({ day, publishedTrust }) => (
        <>
          {day ?? own.undated} {publishedTrust === 'suspect' && <Tag color="gold">{own.suspect}</Tag>}
        </>
      ),
    },
    {
      key: 'title',
      title: own.title,
      width: 240,
      grow: 5,
      render: ({ sha256, title, source }) => (
        <a href={`/policy/${sha256}`} onClick={followed} title={title}>
          {title || source}
        </a>
      ),
    },
    { key: 'outlet', title: own.outlet, width: 150, grow: 1, render: ({ outlet }) => outlet ?? '—' },
    number('directions'),
    number('measures'),
    number('figures'),
    number('targets'),
    { key: 'format', title: own.format, width: 90, grow: 0, render: ({ format }) => format },
  ];
  const choices = (list: { name: string; count: number }[] | undefined) =>
    (list ?? []).map(({ name, count }) => ({ value: name, label: `${name}（${count}）` }));
  return (
    <>
      <Filters names={NAMES}>
        <WordsFilter name="words" label={own.search} width={230} />
        <ChoiceFilter name="year" label={own.year} width={100} choices={choices(facets?.years)} />
        <ChoiceFilter name="outlet" label={own.outlet} choices={choices(facets?.outlets)} />
        <ChoiceFilter
          name="theme"
          label={own.theme}
          choices={(facets?.themes ?? []).map((theme) => ({
            value: theme.name,
            label: `${say(theme)}（${theme.count}）`,
          }))}
        />
        <ChoiceFilter name="format" label={own.format} width={110} choices={choices(facets?.formats)} />
      </Filters>
      <DataTable
        label={own.tabs.documents}
        columns={columns}
        rows={rows}
        rowKey={({ sha256 }) => sha256}
        onOpen={({ sha256 }) => goTo(`/policy/${sha256}`)}
        empty={asked.size === 0 ? own.none : own.empty}
      />
    </>
  );
}
