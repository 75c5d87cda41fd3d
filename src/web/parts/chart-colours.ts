// Colours of charts on light and dark ground: those of the briefs, lifted where the ground is dark.
import { COLOURS, HEAT_CLASSES, MAP_CLASSES, SERIES } from '../../brief/theme.js';

export interface ChartColours {
  ink: string;
  soft: string;
  faint: string;
  rule: string;
  paper: string;
  /** Of series, told apart by lightness too. */
  series: readonly string[];
  self: string;
  province: string;
  nation: string;
  good: string;
  bad: string;
  warn: string;
  fall: string;
  /** From low to high. */
  heat: readonly string[];
  map: { rise: readonly string[]; fall: string; none: string };
}

export const LIGHT: ChartColours = {
  ink: COLOURS.ink,
  soft: COLOURS.soft,
  faint: COLOURS.faint,
  rule: COLOURS.rule,
  paper: COLOURS.paper,
  series: [
    COLOURS.accent,
    COLOURS.ochre,
    COLOURS.bar,
    COLOURS.fall,
    COLOURS.steel,
    COLOURS.good,
    COLOURS.bad,
  ],
  self: SERIES.self.colour,
  province: SERIES.province.colour,
  nation: SERIES.nation.colour,
  good: COLOURS.good,
  bad: COLOURS.bad,
  warn: COLOURS.warn,
  fall: COLOURS.fall,
  heat: HEAT_CLASSES,
  map: MAP_CLASSES,
};

export const DARK: ChartColours = {
  ink: '#e3e8ec',
  soft: '#a9b4bd',
  faint: '#7d8a95',
  rule: '#3a444d',
  paper: '#141414',
  series: ['#5fb0cf', '#dba34a', '#9cc7d9', '#e09a7c', '#a3b1be', '#6fbf94', '#e07a6e'],
  self: '#5fb0cf',
  province: '#dba34a',
  nation: '#a3b1be',
  good: '#6fbf94',
  bad: '#e07a6e',
  warn: '#dba34a',
  fall: '#e09a7c',
  heat: ['#16303a', '#1f4a5a', '#2f6f86', '#4f9bb5', '#9bd0e2'],
  map: { rise: ['#16303a', '#1f4a5a', '#2f6f86', '#4f9bb5', '#9bd0e2'], fall: '#9c5a40', none: '#2a2f33' },
};
