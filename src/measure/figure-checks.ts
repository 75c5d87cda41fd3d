/** The checks of figures as an import runs them: each table's sums, and scopes against all that stands. */
import type { AreaCodes, Figure, IndustryCodes } from '../model/index.js';
import type { FigureFinding } from './figure-finding.js';
import type { ReportCheckRules } from './report-checks.js';
import type { MeasureRules } from './rules.js';
import { checkScopes, scopeText } from './scope-conflicts.js';
import { checkTotals, type TableFigure } from './table-totals.js';

export interface FigureChecks {
  totals(table: readonly TableFigure[]): FigureFinding[];
  scopes(given: readonly Figure[], standing: readonly Figure[]): FigureFinding[];
  scopeText(figure: Figure): string | null;
}

export function figureChecks(
  rules: MeasureRules,
  { mayBeNegative }: Pick<ReportCheckRules, 'mayBeNegative'>,
  codes: { areas: AreaCodes; industries: IndustryCodes },
): FigureChecks {
  return {
    totals: (table) => checkTotals(table, { ...codes, rules, mayBeNegative }),
    scopes: (given, standing) => checkScopes(given, standing, rules),
    scopeText: (figure) => scopeText(figure, rules),
  };
}
