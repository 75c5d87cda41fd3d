/** Input–output economics and supply networks: linkages, risk, shocks, weak links, chain maps. No I/O. */
export type * from './io/table.js';
export * from './network/supply-network.js';
