// A job of the server that is begun here: how far it is, its result, and a way to stop it.
import { useEffect, useState } from 'react';
import type { Job } from '../../../server/contract/shared.js';
import { ApiFailure, ask, send } from '../../api.js';

export interface RunningJob<Result> {
  job: Job | null;
  result: Result | null;
  failure: ApiFailure | null;
  running: boolean;
  start(path: string, body: unknown): void;
  cancel(): void;
}

export function useJob<Result>(done?: () => void): RunningJob<Result> {
  const [job, setJob] = useState<Job | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const id = job?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: listens once for each job
  useEffect(() => {
    if (id === null) return;
    const events = new EventSource(`/api/v1/jobs/${id}/events`);
    events.addEventListener('job', (event) => {
      const now = JSON.parse((event as MessageEvent<string>).data) as Job;
      setJob(now);
      if (now.ended === null) return;
      events.close();
      if (now.failure) setFailure(new ApiFailure(0, now.failure));
      if (now.state !== 'done') return;
      ask<Result>(`/jobs/${id}/result`).then((found) => {
        setResult(found);
        done?.();
      }, setFailure);
    });
    return () => events.close();
  }, [id]);
  return {
    job,
    result,
    failure,
    running: job !== null && job.ended === null,
    start: (path, body) => {
      setFailure(null);
      send<{ job: Job }>('POST', path, body).then((answer) => setJob(answer.job), setFailure);
    },
    cancel: () => {
      if (id !== null) void send('DELETE', `/jobs/${id}`).catch(setFailure);
    },
  };
}
