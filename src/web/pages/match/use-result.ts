// A job of the server that is begun here, and its result.
import { useState } from 'react';
import type { Job } from '../../../server/contract/shared.js';
import { type ApiFailure, send, useAnswer } from '../../api.js';
import { useJob } from '../../parts/job.js';

export interface Work<Result> {
  job: Job | null;
  result: Result | null;
  failure: ApiFailure | null;
  running: boolean;
  start(path: string, body: unknown): void;
}

export function useResult<Result>(): Work<Result> {
  const [id, setId] = useState<string | null>(null);
  const [refused, setRefused] = useState<ApiFailure | null>(null);
  const [asking, setAsking] = useState(false);
  const job = useJob(id);
  const answer = useAnswer<Result>(job?.state === 'done' ? `/jobs/${job.id}/result` : null);
  return {
    job,
    result: answer.data ?? null,
    failure: refused ?? answer.error,
    running: asking || (id !== null && (job === null || job.ended === null)),
    start: (path, body) => {
      setRefused(null);
      setAsking(true);
      send<{ job: Job }>('POST', path, body)
        .then(({ job: begun }) => setId(begun.id), setRefused)
        .finally(() => setAsking(false));
    },
  };
}
