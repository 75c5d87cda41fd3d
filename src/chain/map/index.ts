/** Chain maps: what goes into what, who makes it, in which order, and where the gaps are. */
export {
  buildChainMap,
  type ChainActor,
  type ChainEdge,
  type ChainEdgeKind,
  type ChainMap,
  type ChainNode,
  type ChainNodeKind,
  type ChainParts,
  type ChainProject,
  type ChainRecord,
  type ChainTreatment,
} from './chain-map.js';
export * from './gaps.js';
export * from './layers.js';
export * from './lists.js';
export * from './rows.js';
export * from './stage-flows.js';
export {
  CHAIN_POSITION_DEFINITION,
  type ChainPosition,
  chainUpstreamness,
  type PositionOptions,
} from './upstreamness.js';
