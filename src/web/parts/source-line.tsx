// Under a chart or a table: where it comes from, its period and unit, and whether it is made up.
import { Typography } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../language.js';
import { AgeBadge } from './age-badge.js';
import { SyntheticMark } from './synthetic-mark.js';

export interface SourceLineProps {
  source: ReactNode;
  unit?: string | null;
  period?: string | null;
  /** ISO day by which the age is counted. */
  released?: string | null;
  owner?: string | null;
  synthetic?: boolean;
}

export function SourceLine({ source, unit, period, released, owner, synthetic }: SourceLineProps) {
  const { words, colon } = useLanguage();
  return (
    <Typography.Paragraph className="source-line" type="secondary">
      {words.parts.source}
      {colon}
      {source}
      {period && ` · ${period}`}
      {unit && ` · ${words.parts.unit}${colon}${unit}`}
      {released && (
        <>
          {' · '}
          <AgeBadge day={released} owner={owner ?? null} />
        </>
      )}
      {synthetic && (
        <>
          {' '}
          <SyntheticMark />
        </>
      )}
    </Typography.Paragraph>
  );
}
