// A table that stays quick at 100,000 rows: only what is in sight is drawn, the head stays, the keyboard moves in it.
import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { type ApiFailure, ask } from '../api.js';
import { useLanguage } from '../language.js';
import { useShade } from '../theme.js';
import { Empty } from './empty.js';
import { Failed } from './failed.js';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  /** Least width in pixels; the rest of the room is shared by `grow`. */
  width: number;
  grow?: number;
  /** Set to the right, digits of one width. */
  number?: boolean;
  sortable?: boolean;
  render(row: Row, index: number): ReactNode;
}

export interface Sort {
  key: string;
  down: boolean;
}

/** Rows that are all here, or that come as they are scrolled to. */
export interface Rows<Row> {
  total: number;
  /** Undefined while it is under way. */
  row(index: number): Row | undefined;
  /** Told which rows are in sight. */
  seen?(first: number, last: number): void;
  failure?: ApiFailure | null;
  again?: () => void;
  loading?: boolean;
}

export const rowsOf = <Row,>(rows: readonly Row[]): Rows<Row> => ({
  total: rows.length,
  row: (index) => rows[index],
});

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: Rows<Row>;
  rowKey(row: Row): string | number;
  sort?: Sort | null;
  onSort?(sort: Sort | null): void;
  /** Enter, or a click. */
  onOpen?(row: Row): void;
  selected?: string | number | null;
  rowClass?(row: Row): string | undefined;
  /** Height of the part that scrolls; fewer rows take less. */
  height?: number;
  rowHeight?: number;
  empty?: ReactNode;
}

const ROW = 34;
/** Where there is no room beside: words take a second line. */
const NARROW = '(max-width: 640px)';
const NARROW_ROW = 50;

function useNarrow(): boolean {
  return useSyncExternalStore(
    (told) => {
      const query = matchMedia(NARROW);
      query.addEventListener('change', told);
      return () => query.removeEventListener('change', told);
    },
    () => matchMedia(NARROW).matches,
  );
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, sort, onSort, onOpen, selected, rowClass, empty } = props;
  const narrow = useNarrow();
  const rowHeight = Math.max(props.rowHeight ?? ROW, narrow ? NARROW_ROW : 0);
  const { printing } = useShade();
  const { words } = useLanguage();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    onChange: ({ range }) => range && rows.seen?.(range.startIndex, range.endIndex),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured at the former height
  useEffect(() => virtual.measure(), [rowHeight]);
  // On paper nothing scrolls: the first rows stand one below another.
  const printed = printing ? Math.min(rows.total, PAGE) : 0;
  const inSight = printing
    ? Array.from({ length: printed }, (_, index) => ({ index, start: 0 }))
    : virtual.getVirtualItems();
  const template = columns
    .map(({ width, grow }) => (printing ? `${width}fr` : `minmax(${width}px, ${grow ?? 1}fr)`))
    .join(' ');
  const least = columns.reduce((sum, { width }) => sum + width, 0);
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.total - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / rowHeight) - 2);
    const to: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.total - 1,
    };
    const next = to[event.key];
    if (next !== undefined) moveTo(next);
    else if (event.key === 'Enter' && onOpen) {
      const row = rows.row(active);
      if (row !== undefined) onOpen(row);
    } else return;
    event.preventDefault();
  };
  if (rows.failure) return <Failed failure={rows.failure} {...(rows.again && { again: rows.again })} />;
  if (rows.total === 0 && !rows.loading) return <Empty>{empty}</Empty>;
  return (
    <div className="data-table-frame">
      <div
        ref={scroller}
        className="data-table"
        role="grid"
        aria-label={label}
        aria-description={words.parts.table.keys}
        aria-rowcount={rows.total + 1}
        aria-colcount={columns.length}
        aria-activedescendant={inSight.some(({ index }) => index === active) ? `${id}-${active}` : undefined}
        aria-busy={rows.loading ?? false}
        tabIndex={0}
        onKeyDown={onKeyDown}
        style={{ maxHeight: props.height ?? 520 }}
      >
        <div role="rowgroup" className="data-table-head" style={printing ? undefined : { minWidth: least }}>
          <div
            role="row"
            aria-rowindex={1}
            className="data-table-row"
            style={{ gridTemplateColumns: template, minHeight: rowHeight }}
          >
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort ?? null} {...(onSort && { onSort })} />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className="data-table-body"
          style={printing ? undefined : { height: virtual.getTotalSize(), minWidth: least }}
        >
          {inSight.map(({ index, start }) => {
            const row = rows.row(index);
            const isSelected =
              row !== undefined && selected !== undefined && selected !== null && rowKey(row) === selected;
            return (
              // The keyboard opens the active row from the grid itself.
              <div
                key={row === undefined ? `wait-${index}` : rowKey(row)}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isSelected}
                className={[
                  'data-table-row',
                  index === active && 'is-active',
                  isSelected && 'is-selected',
                  onOpen && 'is-openable',
                  row !== undefined && rowClass?.(row),
                ]
                  .filter(Boolean)
                  .join(' ')}
                style={
                  printing
                    ? { gridTemplateColumns: template }
                    : {
                        gridTemplateColumns: template,
                        height: rowHeight,
                        transform: `translateY(${start}px)`,
                      }
                }
                onClick={(event) => {
                  setActive(index);
                  // A number, a link or a field in the row does what it does.
                  if ((event.target as Element).closest('a,button,input,.ant-popover,.ant-select')) return;
                  if (row !== undefined) onOpen?.(row);
                }}
              >
                {columns.map((column) => (
                  <div key={column.key} role="gridcell" className={column.number ? 'is-number' : undefined}>
                    {row === undefined ? words.parts.table.loading : column.render(row, index)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <div className="data-table-foot">
        {words.parts.table.rows(printing ? printed : rows.total, rows.total)}
      </div>
    </div>
  );
}

function Head<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: Sort | null;
  onSort?: (sort: Sort | null) => void;
}) {
  const { words } = useLanguage();
  const sorted = sort?.key === column.key ? sort : null;
  return (
    <div
      role="columnheader"
      className={column.number ? 'is-number' : undefined}
      aria-sort={sorted ? (sorted.down ? 'descending' : 'ascending') : undefined}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          onClick={() =>
            onSort(
              sorted === null
                ? { key: column.key, down: true }
                : sorted.down
                  ? { ...sorted, down: false }
                  : null,
            )
          }
        >
          {column.title}
          {sorted && (
            <span title={sorted.down ? words.parts.table.sortedDown : words.parts.table.sortedUp}>
              {sorted.down ? ' ▼' : ' ▲'}
            </span>
          )}
        </button>
      ) : (
        column.title
      )}
    </div>
  );
}

const PAGE = 200;

interface PageAnswer<Row> {
  items: Row[];
  total: number;
}

/**
 * Rows of a list of the server ({items, total, next}), a page at a time as they are scrolled to. `path` carries the
 * filters; `from` and `count` are added. Null asks for nothing.
 */
export function useServerRows<Row, Answer extends PageAnswer<Row> = PageAnswer<Row>>(
  path: string | null,
): Rows<Row> & { first: Answer | undefined } {
  const [seen, setSeen] = useState<readonly [number, number]>([0, 0]);
  const first = Math.floor(seen[0] / PAGE);
  const last = Math.floor(seen[1] / PAGE);
  const pages = [...new Set([0, ...Array.from({ length: last - first + 1 }, (_, i) => first + i)])];
  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: [path, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ask<PageAnswer<Row>>(`${path}${path!.includes('?') ? '&' : '?'}from=${page * PAGE}&count=${PAGE}`, {
          signal,
        }),
      enabled: path !== null,
      // What was filtered before stays in sight until the new answer is there.
      placeholderData: page === 0 ? (before: PageAnswer<Row> | undefined) => before : undefined,
    })),
  });
  const byPage = new Map(pages.map((page, i) => [page, answers[i]!.data]));
  const total = byPage.get(0)?.total ?? 0;
  const failed = answers.find((answer) => answer.error);
  const seenRows = useCallback((from: number, to: number) => {
    setSeen((before) =>
      Math.floor(before[0] / PAGE) === Math.floor(from / PAGE) &&
      Math.floor(before[1] / PAGE) === Math.floor(to / PAGE)
        ? before
        : [from, to],
    );
  }, []);
  return {
    /** The first part, with whatever else it says. */
    first: byPage.get(0) as Answer | undefined,
    total,
    row: (index) => byPage.get(Math.floor(index / PAGE))?.items[index % PAGE],
    seen: seenRows,
    failure: (failed?.error as ApiFailure | undefined) ?? null,
    again: () => void failed?.refetch(),
    loading: answers[0]?.isPending ?? false,
  };
}
