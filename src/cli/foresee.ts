// ballast foresee: which industries fit which region, and how far that foretells; its forms in foresee/.
import type { Command } from 'commander';
import { regionForm, tableForm } from './foresee/index.js';
import type { Terminal } from './terminal.js';

export function foreseeCommand(program: Command, terminal: () => Terminal): void {
  regionForm(tableForm(program, terminal), terminal);
}
