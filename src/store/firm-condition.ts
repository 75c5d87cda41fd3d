/** Rows of one firm, or of all: a condition on the columns `credit_code` and `name`. */
import type { Cell } from './database.js';

export interface FirmCondition {
  sql: string;
  values: readonly Cell[];
}

export const EVERY_FIRM: FirmCondition = { sql: 'true', values: [] };

/** Rows that carry the firm's code, and those without a code under one of its names. */
export function ofFirm(creditCode: string | null, names: readonly string[]): FirmCondition {
  return {
    sql: '(credit_code = $1 OR (credit_code IS NULL AND name IN (SELECT unnest(from_json($2, \'["VARCHAR"]\')))))',
    values: [creditCode, JSON.stringify(names)],
  };
}
