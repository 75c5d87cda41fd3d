// A further step in the life of a task; the server holds it against the rules of its day.
import { App, Button, Input, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import type { StepAsked, TaskPage } from '../../../server/contract/match.js';
import { ApiFailure, send } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';

type State = StepAsked['to'];

const ITSELF = '\u0000itself';
const NEWCOMER = '\u0000new';
/** Steps of the task itself: it is published, or comes to its end. */
const OWN: Readonly<Partial<Record<State, readonly State[]>>> = {
  draft: ['published', 'terminated'],
  published: ['terminated'],
};

export function StepForm({ task, done }: { task: TaskPage; done: () => void }) {
  const { words } = useLanguage();
  const say = words.match;
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [who, setWho] = useState<string>(task.state === 'published' ? NEWCOMER : ITSELF);
  const [to, setTo] = useState<State | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const entry = task.applications.find(({ lead }) => lead === who);
  const ways: readonly State[] =
    who === ITSELF ? (OWN[task.state] ?? []) : who === NEWCOMER ? ['applied'] : (entry?.next ?? []);
  const chosen = to !== null && ways.includes(to) ? to : (ways[0] ?? null);
  if (!open)
    return (
      <Button size="small" className="match-record" onClick={() => setOpen(true)}>
        {say.record}
      </Button>
    );
  const record = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const measured = text('measured') === '' ? null : measuredOf(text('measured'));
    if (measured === false) {
      setFailure(new ApiFailure(0, { zh: say.measuredWrong, en: say.measuredWrong }));
      return;
    }
    if (chosen === null) return;
    setBusy(true);
    setFailure(null);
    send<{ number: number; testDue: string | null }>(
      'POST',
      `/match/task/${encodeURIComponent(task.id)}/steps`,
      {
        lead: who === ITSELF ? null : who === NEWCOMER ? text('lead') : who,
        partners: text('partners')
          .split(/[、,，;；]/u)
          .map((one) => one.trim())
          .filter((one) => one !== ''),
        recommendedBy: text('recommendedBy') || null,
        to: chosen,
        by: text('by'),
        on: text('on'),
        evidence: text('evidence') || null,
        note: text('note') || null,
        measured,
        seen: task.seen,
      } satisfies StepAsked,
    )
      .then(({ testDue }) => {
        message.success(say.recorded(testDue));
        setOpen(false);
        setTo(null);
        done();
      }, setFailure)
      .finally(() => setBusy(false));
  };
  const field = (name: string, label: string, further: object = {}) => (
    <label className="match-field">
      {label}
      <Input size="small" name={name} aria-label={label} {...further} />
    </label>
  );
  return (
    <form className="match-form" onSubmit={record} aria-label={say.record}>
      <label className="match-field">
        {say.who}
        <Select
          size="small"
          aria-label={say.who}
          value={who}
          onChange={setWho}
          options={[
            { value: ITSELF, label: say.itself },
            ...(task.state === 'published' ? [{ value: NEWCOMER, label: say.newcomer }] : []),
            ...task.applications
              .filter(({ next }) => next.length > 0)
              .map(({ lead }) => ({ value: lead, label: lead })),
          ]}
        />
      </label>
      {who === NEWCOMER && field('lead', say.lead, { required: true })}
      <label className="match-field">
        {say.to}
        <Select
          size="small"
          aria-label={say.to}
          value={chosen}
          onChange={setTo}
          options={ways.map((way) => ({ value: way, label: say.states[way] }))}
        />
      </label>
      {field('by', say.by, { required: true })}
      {field('on', say.on, { required: true, type: 'date', defaultValue: task.on })}
      {chosen === 'applied' && field('partners', say.partnersOf)}
      {chosen === 'recommended' && field('recommendedBy', say.recommendedBy)}
      {chosen === 'tested' && field('measured', say.measured, { placeholder: say.measuredHint })}
      {field('evidence', say.evidence, { placeholder: say.evidenceHint })}
      {field('note', say.note)}
      <Button size="small" type="primary" htmlType="submit" loading={busy} disabled={chosen === null}>
        {say.recordIt}
      </Button>
      {failure && (
        <div className="match-wide">
          <Failed failure={failure} />
        </div>
      )}
    </form>
  );
}

/** `1=0.11，2=60000` by number of the indicator; false where a part is none. */
function measuredOf(text: string): Record<string, number> | false {
  const found: Record<string, number> = {};
  for (const part of text.split(/[;；、,，\s]+/u).filter(Boolean)) {
    const match = /^(\d+)[=:：](-?[\d.]+)$/u.exec(part);
    if (match === null || !Number.isFinite(Number(match[2]))) return false;
    found[match[1]!] = Number(match[2]);
  }
  return found;
}
