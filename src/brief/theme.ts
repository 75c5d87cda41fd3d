/** Colours, type and measures of the brief: the one place where its look is decided. */

export const COLOURS = {
  ink: '#17212b',
  soft: '#56636f',
  faint: '#8b97a2',
  rule: '#d8dfe5',
  wash: '#f3f6f8',
  paper: '#ffffff',
  accent: '#12546e',
  accentSoft: '#dcebf1',
  good: '#2a6b4a',
  goodSoft: '#e3f0e9',
  warn: '#8a5d00',
  warnSoft: '#faf0d9',
  bad: '#a5352a',
  badSoft: '#f8e7e4',
  /** Behind a cited sentence, and behind the one that was followed to. */
  cited: '#fffaea',
  mark: '#ffe594',
  underline: '#5f93a8',
  /** Bars and lines of pictures: peers, decline, what something is held against. */
  bar: '#7fabc0',
  fall: '#c0704f',
  ochre: '#a86f14',
  steel: '#6b7a88',
  sea: '#4f7f9c',
} as const;

/** Faces that systems bring along; nothing is loaded. */
export const FACES = {
  serif:
    '"Source Han Serif SC","Noto Serif CJK SC","Noto Serif SC","Songti SC","STSong","SimSun",Georgia,"Times New Roman",serif',
  sans: '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Source Han Sans SC","Noto Sans CJK SC","Noto Sans SC","Helvetica Neue",Arial,sans-serif',
} as const;

/** Days after which a source is called ageing, and old. */
export const FRESHNESS = { ageing: 90, old: 365 } as const;

export const CHART = { width: 460, height: 150, padX: 10, top: 26, bottom: 42 } as const;

/** Pictures of the monthly and cluster briefs, in pixels at full size. */
export const PICTURE = { width: 440, wide: 640, text: 12, small: 11 } as const;

/** Pictures of chains: across a page, half as wide again as a chart, and on a phone. */
export const CHAIN_PICTURE = { full: 996, medium: 700, narrow: 354 } as const;

/** Marks of gaps in a chain map. */
export const CHAIN_MARKS = {
  none: COLOURS.accent,
  gap: COLOURS.bad,
  possible: COLOURS.ochre,
  unknown: COLOURS.faint,
} as const;

/** Classes of a heat map from low to high. */
export const HEAT_CLASSES = ['#e4eff4', '#b9d6e1', '#7fb2c5', '#3f86a0', '#0f4a61'] as const;

/** Rungs of a ladder, from the base up. */
export const RUNG_CLASSES = ['#cfe2ea', '#86b7c8', '#3f86a0', '#0f4a61'] as const;

/** Terms of a score: what the texts say, then industry, record, titles and area. */
export const TERM_CLASSES = ['#0f4a61', '#3f86a0', '#b98a2f', '#b4552f', '#9aa7ae'] as const;

/** What stands alone in the way, what stands there with others, what is not known. */
export const OBSTACLE_CLASSES = ['#b4552f', '#e0a887', '#d5dbe0'] as const;

/** Lines differ by colour, width and dash, so that they stay apart in grey print. */
export const SERIES = {
  self: { colour: COLOURS.accent, width: 2.6, dot: 3.2, dash: null },
  province: { colour: COLOURS.ochre, width: 1.7, dot: 2.2, dash: '5 3' },
  nation: { colour: COLOURS.steel, width: 1.7, dot: 2.2, dash: null },
} as const;

/** Classes of a map from low to high; decline stands apart. */
export const MAP_CLASSES = {
  rise: ['#dbe9ef', '#a9cbd8', '#6ea6bb', '#34788f', '#0f4a61'],
  fall: '#dfa188',
  none: '#eef1f3',
} as const;

/** The Word file: lengths in twentieths of a point, sizes in half points, pictures in pixels of 1/96 inch. */
export const WORD = {
  pageWidth: 11906,
  pageHeight: 16838,
  margin: 1474,
  textWidth: 8958,
  title: 40,
  heading: 28,
  body: 24,
  leading: 440,
  meta: 21,
  table: 19,
  note: 17,
  small: 18,
  pictureWidth: 430,
  mapWidth: 570,
} as const;
