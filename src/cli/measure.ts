// ballast measure: from tables to indicators; one file a measure in measure/.
import type { Command } from 'commander';
import { measures } from './measure/index.js';
import type { Terminal } from './terminal.js';

export function measureCommand(program: Command, terminal: () => Terminal): void {
  const measure = program
    .command('measure')
    .summary('测算 measure')
    .description(
      '由表格测算指标；每个结果都带定义、公式、单位与出处。\nIndicators from tables; every result with its definition, formula, unit and source.',
    );
  for (const register of measures) register(measure, terminal);
}
