// ballast match: problems and solvers, large firms and small ones, firms and money.
import type { Command } from 'commander';
import { forms } from './match/index.js';
import type { Terminal } from './terminal.js';

export function matchCommand(program: Command, terminal: () => Terminal): void {
  const match = program
    .command('match')
    .summary('供需对接 who fits whom')
    .description(
      '供需对接：揭榜挂帅、大中小企业融通、产融对接、上市梯队。每个得分都逐项给出理由。\n' +
        'Who fits whom: tasks and solvers, large firms and small ones, firms and finance, the way to the market. Every score is shown term by term with its reasons.',
    );
  for (const form of forms) form(match, terminal);
}
