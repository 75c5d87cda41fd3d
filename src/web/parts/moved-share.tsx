// What may be moved to another supplier: which share of an order, and how far away.
import { Select, Slider } from 'antd';
import { useLanguage } from '../language.js';

export const WITHINS = ['any', 'city', 'province'] as const;
export type Within = (typeof WITHINS)[number];

export function MovedShare({
  moved,
  onMoved,
  within,
  onWithin,
}: {
  /** Per cent of an order. */
  moved: number;
  onMoved: (moved: number) => void;
  within: Within;
  onWithin: (within: Within) => void;
}) {
  const say = useLanguage().words.chains;
  return (
    <>
      <span>{say.moved}</span>
      <Slider
        min={10}
        max={100}
        step={10}
        value={moved}
        onChange={onMoved}
        style={{ width: 160 }}
        ariaLabelForHandle={say.moved}
      />
      <span>{moved}%</span>
      <Select
        size="small"
        aria-label={say.within}
        value={within}
        onChange={onWithin}
        style={{ width: 140 }}
        options={WITHINS.map((value) => ({
          value,
          label: say.withins[value],
        }))}
      />
    </>
  );
}
