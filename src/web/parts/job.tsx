// Work under way on the server: how far it is, and a way to stop it.
import { Alert, Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import type { Job } from '../../server/contract/shared.js';
import { ask, send } from '../api.js';
import { useLanguage } from '../language.js';

/** Follows a job to its end; asks again where the stream of events breaks. */
export function useJob(id: string | null): Job | null {
  const [job, setJob] = useState<Job | null>(null);
  useEffect(() => {
    setJob(null);
    if (id === null) return;
    const events = new EventSource(`/api/v1/jobs/${id}/events`);
    events.addEventListener('job', (event) => {
      const told = JSON.parse(event.data) as Job;
      setJob(told);
      if (told.ended !== null) events.close();
    });
    events.onerror = () => {
      events.close();
      ask<Job>(`/jobs/${id}`).then(setJob, () => undefined);
    };
    return () => events.close();
  }, [id]);
  return job;
}

export function JobProgress({ job }: { job: Job }) {
  const { words, say } = useLanguage();
  const state = words.parts.job[job.state];
  if (job.state === 'failed' || job.state === 'lost')
    return (
      <Alert
        type="error"
        showIcon
        title={`${say(job.title)}：${state}`}
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
        <Button size="small" onClick={() => void send('DELETE', `/jobs/${job.id}`)}>
          {words.parts.job.cancel}
        </Button>
      )}
    </div>
  );
}
