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
