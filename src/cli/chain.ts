// ballast chain: input–output economics and supply networks; one file a form in chain/.
import type { Command } from 'commander';
import { forms } from './chain/index.js';
import type { Terminal } from './terminal.js';

export function chainCommand(program: Command, terminal: () => Terminal): void {
  const chain = program
    .command('chain')
    .summary('产业链 chain')
    .description(
      '投入产出与供应网络：风险、冲击、短板、图谱；结果带方法、误差与出处。\nInput–output economics and supply networks: risk, shocks, weak links, maps; with method and error stated.',
    );
  for (const register of forms) register(chain, terminal);
}
