/** Single suppliers: inputs that a firm has from one maker only. */
import type { Block, Inline } from './brief-document.js';
import type { ChainDesk } from './chain-parts.js';

export function soleSourceBlocks(_at: ChainDesk, _summary: Inline[][]): (Block | null)[] {
  return [];
}
