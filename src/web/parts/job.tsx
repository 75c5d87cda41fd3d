// Work under way on the server: how far it is, a way to stop it, and what it comes to.
import { Alert, Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import type { Job } from '../../server/contract/shared.js';
import { type ApiFailure, ask, send, useAnswer } from '../api.js';
import { useLanguage } from '../language.js';

/** Between two tries to reach a server that does not answer. */
const AGAIN_MS = 1000;

/** Follows a job to its end; where the stream of events breaks, the job is asked for until somebody answers. */
export function useJob(id: string | null): Job | null {
  const [job, setJob] = useState<Job | null>(null);
  useEffect(() => {
    setJob(null);
    if (id === null) return;
    let isLeft = false;
    let events: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer = setTimeout(follow, AGAIN_MS);
    };
    const follow = () => {
      events = new EventSource(`/api/v1/jobs/${id}/events`);
      events.addEventListener('job', (event) => {
        const told = JSON.parse((event as MessageEvent<string>).data) as Job;
        setJob(told);
        if (told.ended !== null) events.close();
      });
      events.onerror = () => {
        events.close();
        ask<Job>(`/jobs/${id}`).then(
          (told) => {
            if (isLeft) return;
            setJob(told);
            if (told.ended === null) again();
          },
          ({ status }: ApiFailure) => {
            if (isLeft) return;
            if (status === 0) again();
            else setJob((known) => known && { ...known, state: 'lost', ended: known.started });
          },
        );
      };
    };
    follow();
    return () => {
      isLeft = true;
      clearTimeout(timer);
      events.close();
    };
  }, [id]);
  return job;
}

export interface Work<Result> {
  job: Job | null;
  result: Result | null;
  failure: ApiFailure | null;
  running: boolean;
  start(path: string, body: unknown): void;
}

/** A job that is begun here, and its result. */
export function useWork<Result>(): Work<Result> {
  const [id, setId] = useState<string | null>(null);
  const [refused, setRefused] = useState<ApiFailure | null>(null);
  const [isAsking, setAsking] = useState(false);
  const job = useJob(id);
  const answer = useAnswer<Result>(job?.state === 'done' ? `/jobs/${job.id}/result` : null);
  return {
    job,
    result: answer.data ?? null,
    failure: refused ?? answer.error,
    running: isAsking || (id !== null && (job === null || job.ended === null)),
    start: (path, body) => {
      setRefused(null);
      setAsking(true);
      send<{ job: Job }>('POST', path, body)
        .then(({ job: begun }) => setId(begun.id), setRefused)
        .finally(() => setAsking(false));
    },
  };
}

export function JobProgress({ job }: { job: Job }) {
  const { words, say, colon } = useLanguage();
  const state = words.parts.job[job.state];
  if (job.state === 'failed' || job.state === 'lost')
    return (
      <Alert
        type="error"
        showIcon
        title={`${say(job.title)}${colon}${state}`}
        description={job.failure && say(job.failure)}
      />
    );
  return (
    <div className="job" aria-live="polite">
      <span>
        {say(job.title)} · {state}
        {job.note && job.ended === null && ` · ${say(job.note)}`}
      </span>
      <Progress
        percent={Math.round((job.progress ?? (job.ended ? 1 : 0.3)) * 100)}
        status={job.ended === null ? 'active' : job.state === 'done' ? 'success' : 'normal'}
        showInfo={job.progress !== null}
        size="small"
        aria-label={say(job.title)}
      />
      {job.ended === null && (
        <Button size="small" onClick={() => void send('DELETE', `/jobs/${job.id}`).catch(() => undefined)}>
          {words.parts.job.cancel}
        </Button>
      )}
    </div>
  );
}
