// Weights of the terms as sliders; they stand in the address.
import { Button, Slider } from 'antd';
import { useEffect, useState } from 'react';
import { useLanguage } from '../../language.js';

const PAUSE_MS = 150;

/** `given` are those that the server used; `written` stands in the address as `text:50,industry:20`. */
export function Weights({
  given,
  written,
  names,
  onChange,
}: {
  given: Readonly<Record<string, number>>;
  written: string;
  names: Readonly<Record<string, string>>;
  onChange(written: string | null): void;
}) {
  const { words } = useLanguage();
  const say = words.match;
  const terms = Object.keys(names);
  const [moved, setMoved] = useState<Record<string, number> | null>(null);
  const now = moved ?? Object.fromEntries(terms.map((term) => [term, Math.round(100 * (given[term] ?? 0))]));
  // The order follows when the hand rests.
  useEffect(() => {
    if (moved === null) return;
    const timer = setTimeout(() => {
      if (Object.values(moved).some((weight) => weight > 0))
        onChange(terms.map((term) => `${term}:${moved[term]}`).join(','));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [moved, terms, onChange]);
  return (
    <fieldset className="match-weights">
      <legend>
        {say.weights}{' '}
        {written !== '' && (
          <Button
            size="small"
            onClick={() => {
              setMoved(null);
              onChange(null);
            }}
          >
            {say.usual}
          </Button>
        )}
      </legend>
      {terms.map((term) => (
        <div key={term}>
          {names[term]} <strong>{now[term]}</strong>
          <Slider
            min={0}
            max={100}
            step={5}
            value={now[term] ?? 0}
            ariaLabelForHandle={names[term] ?? term}
            onChange={(value) => setMoved({ ...now, [term]: value })}
          />
        </div>
      ))}
    </fieldset>
  );
}
