// The server's answers, and what it refuses, as promises.
import { useQuery } from '@tanstack/react-query';
import type { Failure } from '../server/contract/shared.js';

/** What the server refused, or that it cannot be reached. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  constructor(status: number, { zh, en }: { zh: string; en: string }) {
    super(en);
    this.status = status;
    this.zh = zh;
    this.en = en;
  }
}

export async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiFailure(0, {
      zh: '连不上服务。它可能已停止；重新运行 ballast serve 后刷新即可，已保存的内容都在。',
      en: 'The server cannot be reached. It may have stopped; run ballast serve again and reload, what was saved is there.',
    });
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer;
  const body = (await response.json().catch(() => null)) as Failure | null;
  throw new ApiFailure(
    response.status,
    body?.error ?? { zh: `服务答复 ${response.status}`, en: `the server answered ${response.status}` },
  );
}

/** A GET whose answer is kept for a while and fetched again when it is stale. */
export function useAnswer<Answer>(path: string | null) {
  return useQuery<Answer, ApiFailure>({
    queryKey: [path],
    queryFn: ({ signal }) => ask<Answer>(path!, { signal }),
    enabled: path !== null,
  });
}

export function send<Answer>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
  if (body instanceof FormData) return ask(path, { method, body });
  return ask(path, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
}
