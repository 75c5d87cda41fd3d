// What the address asks for, and the answers of the server; those that take long come as a job first.
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type {
  LayoutArea,
  LayoutPast,
  LayoutSpace,
  LayoutTables,
  UnderWay,
} from '../../../server/contract/layout.js';
import type { Job } from '../../../server/contract/shared.js';
import { type ApiFailure, ask, useAnswer } from '../../api.js';
import { useAddress } from '../../router.js';

/** Names in the address that say what is measured, and how. */
export const STUDY = [
  'table',
  'indicator',
  'unit',
  'areas',
  'industries',
  'at',
  'profile',
  'threshold',
  'atThreshold',
  'density',
  'proximity',
  'parts',
  'dropSmall',
] as const;
const LIST = ['area', 'weights', 'count', 'leastHolders', 'neighbours', 'prefer'] as const;

const AGAIN_MS = 700;

export interface Asked {
  tables: LayoutTables | undefined;
  failure: ApiFailure | null;
  /** Query of the study; null while there is nothing to ask about. */
  study: URLSearchParams | null;
  list: URLSearchParams | null;
}

/** Without a table in the address the one that came last is taken. */
export function useAsked(): Asked {
  const { query } = useAddress();
  const { data: tables, error } = useAnswer<LayoutTables>('/layout/tables');
  const study = new URLSearchParams();
  for (const name of STUDY) {
    const value = query.get(name);
    if (value !== null && value !== '') study.set(name, value);
  }
  if (!study.has('table') && !study.has('indicator') && tables) {
    const [table] = tables.tables;
    const [figures] = tables.figures;
    if (table) study.set('table', table.name);
    else if (figures)
      for (const name of ['indicator', 'unit', 'areas', 'industries'] as const)
        study.set(name, figures[name]);
  }
  const ready = study.has('table') || study.has('indicator');
  const list = new URLSearchParams(study);
  for (const name of LIST) {
    const value = query.get(name);
    if (value !== null && value !== '') list.set(name, value);
  }
  return { tables, failure: error, study: ready ? study : null, list: ready ? list : null };
}

export interface Worked<Answer> {
  data: Answer | undefined;
  /** What is under way until the answer is there. */
  job: Job | null;
  error: ApiFailure | null;
  /** The answer is of what was asked before. */
  old: boolean;
  again(): void;
}

/**
 * An answer, or the job that makes it: then it is asked for again until it is there. What was there stays in sight meanwhile,
 * while a weight is moved say, as long as it is of the same study.
 */
export function useWorked<Answer extends object>(path: string | null, study: string): Worked<Answer> {
  const last = useRef<{ study: string; answer: Answer } | null>(null);
  const { data, error, isPlaceholderData, refetch } = useQuery<Answer | UnderWay, ApiFailure>({
    queryKey: [path, study],
    queryFn: ({ signal }) => ask<Answer | UnderWay>(path!, { signal }),
    enabled: path !== null,
    placeholderData: (before, query) => (query?.queryKey[1] === study ? before : undefined),
    refetchInterval: ({ state }) =>
      state.data !== undefined && 'job' in state.data && state.data.job.ended === null ? AGAIN_MS : false,
  });
  const working = data !== undefined && 'job' in data;
  if (data !== undefined && !working) last.current = { study, answer: data as Answer };
  return {
    data: last.current?.study === study && error === null ? last.current.answer : undefined,
    job: working ? (data as UnderWay).job : null,
    error,
    old: isPlaceholderData || working,
    again: () => void refetch(),
  };
}

export const useSpace = (study: URLSearchParams | null) =>
  useWorked<LayoutSpace>(study === null ? null : `/layout/space?${study}`, String(study));

/** The area of the address, or the first of the table. */
export function areaOf(list: URLSearchParams | null, space: LayoutSpace | undefined): string | null {
  const asked = list?.get('area') ?? null;
  if (asked !== null || space === undefined) return asked;
  return space.areas[0]?.name ?? null;
}

function withArea(list: URLSearchParams | null, area: string | null): URLSearchParams | null {
  if (list === null || area === null) return null;
  const whole = new URLSearchParams(list);
  whole.set('area', area);
  return whole;
}

export function useArea(study: URLSearchParams | null, list: URLSearchParams | null, area: string | null) {
  const whole = withArea(list, area);
  return useWorked<LayoutArea>(whole === null ? null : `/layout/area?${whole}`, String(study));
}

export function usePast(
  study: URLSearchParams | null,
  list: URLSearchParams | null,
  area: string | null,
  horizon: string,
) {
  const whole = withArea(list, area);
  if (whole !== null && horizon !== '') whole.set('horizon', horizon);
  return useWorked<LayoutPast>(whole === null ? null : `/layout/past?${whole}`, String(study));
}
