import { Typography } from 'antd';
import type { DocumentFacets, MeasureItem } from '../../../server/contract/policy.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { type Column, DataTable, useServerRows } from '../../parts/data-table.js';
import { ChoiceFilter, Filters, WordsFilter } from '../../parts/filters.js';
import { followed, goTo, useAddress } from '../../router.js';

const NAMES = ['words', 'year', 'outlet', 'theme'] as const;
const address = ({ document, start, end }: MeasureItem) => `/policy/${document}?start=${start}&end=${end}`;

export function Measures() {
  const { words, say } = useLanguage();
  const own = words.policy;
  const { query } = useAddress();
  const facets = useAnswer<DocumentFacets>('/documents/facets').data;
  const asked = new URLSearchParams(
    NAMES.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])),
  );
  const rows = useServerRows<MeasureItem>(
    asked.size === 0 ? '/policy/measures' : `/policy/measures?${asked}`,
  );
  const themes = new Map((facets?.themes ?? []).map((theme) => [theme.name, say(theme)]));
  const columns: Column<MeasureItem>[] = [
    { key: 'day', title: own.day, width: 104, grow: 0, render: ({ day }) => day ?? own.undated },
    {
      key: 'text',
      title: own.measure,
      width: 300,
      grow: 4,
      render: (row) => (
        <a href={address(row)} onClick={followed} title={row.text}>
          {row.text}
        </a>
      ),
    },
    {
      key: 'theme',
      title: own.theme,
      width: 120,
      grow: 1,
      render: ({ themes: ids }) => ids.map((id) => themes.get(id) ?? id).join('、'),
    },
    {
      key: 'direction',
      title: own.direction,
      width: 180,
      grow: 2,
      render: ({ direction, speaker }) => (
        <span title={direction}>
          {direction} {speaker && <Typography.Text type="secondary">{speaker}</Typography.Text>}
        </span>
      ),
    },
    {
      key: 'title',
      title: own.page,
      width: 180,
      grow: 2,
      render: ({ title }) => <span title={title}>{title}</span>,
    },
  ];
  const choices = (list: { name: string; count: number }[] | undefined) =>
    (list ?? []).map(({ name }) => ({ value: name, label: name }));
  return (
    <>
      <Filters names={NAMES}>
        <WordsFilter name="words" label={own.words} />
        <ChoiceFilter
          name="theme"
          label={own.theme}
          choices={(facets?.themes ?? []).map((theme) => ({ value: theme.name, label: say(theme) }))}
        />
        <ChoiceFilter name="year" label={own.year} width={100} choices={choices(facets?.years)} />
        <ChoiceFilter name="outlet" label={own.outlet} choices={choices(facets?.outlets)} />
      </Filters>
      <DataTable
        label={own.tabs.measures}
        columns={columns}
        rows={rows}
        rowKey={({ document, start }) => `${document}-${start}`}
        onOpen={(row) => goTo(address(row))}
        empty={asked.size === 0 ? own.none : own.empty}
      />
    </>
  );
}
