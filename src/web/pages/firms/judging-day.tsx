// The day on which firms are judged: which rules count and which titles are held depends on it. It stands in the address.
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useLanguage } from '../../language.js';
import { useQueryValue } from '../../router.js';

const DAY = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;

/** `shown` is the day that the server judged by. */
export function JudgingDay({ shown }: { shown: string | undefined }) {
  const { words } = useLanguage();
  const text = words.firms;
  const [on, setOn] = useQueryValue('on');
  const [typed, setTyped] = useState(on || (shown ?? ''));
  useEffect(() => setTyped(on || (shown ?? '')), [on, shown]);
  return (
    <label className="filter">
      <span className="filter-label">{text.on}</span>
      <Input
        size="small"
        type="date"
        className="firm-day"
        aria-label={text.on}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          // While it is typed, a year has fewer than four digits.
          if (DAY.test(target.value)) setOn(target.value);
        }}
      />
      {on !== '' && (
        <Button size="small" type="link" onClick={() => setOn(null)}>
          {text.today}
        </Button>
      )}
    </label>
  );
}
