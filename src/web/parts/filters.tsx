// Filters whose values stand in the address, so that a view can be sent to a colleague.
import { Button, Input, Segmented, Select } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useLanguage } from '../language.js';
import { goTo, useAddress, useQueryValue } from '../router.js';

export interface Choice {
  value: string;
  label: ReactNode;
}

/** A row of filters; `names` are those that “clear” takes out of the address. */
export function Filters({ names, children }: { names: readonly string[]; children: ReactNode }) {
  const { words } = useLanguage();
  const { path, query } = useAddress();
  const some = names.some((name) => query.has(name));
  return (
    <search className="filters">
      {children}
      {some && (
        <Button
          size="small"
          type="link"
          onClick={() => {
            const rest = new URLSearchParams(query);
            for (const name of names) rest.delete(name);
            goTo(rest.size === 0 ? path : `${path}?${rest}`, { replace: true });
          }}
        >
          {words.parts.filters.clear}
        </Button>
      )}
    </search>
  );
}

export interface FilterProps {
  /** In the query of the address. */
  name: string;
  label: string;
  initial?: string;
}

export function ChoiceFilter({
  name,
  label,
  initial = '',
  choices,
  required = false,
  width = 160,
}: FilterProps & { choices: readonly Choice[]; required?: boolean; width?: number }) {
  const { words } = useLanguage();
  const [value, setValue] = useQueryValue(name, initial);
  return (
    <label className="filter">
      <span className="filter-label">{label}</span>
      <Select
        size="small"
        aria-label={label}
        style={{ minWidth: width }}
        popupMatchSelectWidth={false}
        value={value === '' ? null : value}
        placeholder={words.parts.filters.all}
        allowClear={!required}
        showSearch={choices.length > 8 ? { optionFilterProp: 'label' } : false}
        options={[...choices]}
        onChange={(next: string | null | undefined) => setValue(next ?? null)}
      />
    </label>
  );
}

export function SegmentFilter({
  name,
  label,
  initial = '',
  choices,
}: FilterProps & { choices: readonly Choice[] }) {
  const [value, setValue] = useQueryValue(name, initial);
  return (
    <Segmented
      size="small"
      aria-label={label}
      value={value}
      options={[...choices]}
      onChange={(next) => setValue(next)}
    />
  );
}

const PAUSE_MS = 200;

/** Words to look for; the address follows when the typing rests. */
export function WordsFilter({ name, label, width = 200 }: FilterProps & { width?: number }) {
  const [value, setValue] = useQueryValue(name);
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => setValue(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, setValue]);
  return (
    <Input
      size="small"
      type="search"
      allowClear
      style={{ width }}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={() => setValue(typed)}
    />
  );
}
