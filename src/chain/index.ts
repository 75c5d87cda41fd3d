/** Input–output economics and supply networks: linkages, risk, shocks, weak links, chain maps. No I/O. */
export * from './io/index.js';
export * from './map/index.js';
export * from './network/added-links.js';
export * from './network/build-network.js';
export * from './network/cascade.js';
export * from './network/cascade-kernel.js';
export * from './network/cascade-model.js';
export { type CertifiedClosure, CertifiedClosures } from './network/certified-closure.js';
export {
  type CertifiedNetwork,
  certifiedNetwork,
  type DownstreamLevel,
} from './network/certified-network.js';
export * from './network/certified-risk.js';
export * from './network/chain-graph.js';
export * from './network/fixed-point.js';
export * from './network/input-classes.js';
export * from './network/loss-routes.js';
export * from './network/practice-terms.js';
export * from './network/structure-backbone.js';
export * from './network/structure-centrality.js';
export * from './network/structure-communities.js';
export * from './network/structure-concentration.js';
export * from './network/structure-routes.js';
export * from './network/structure-single-points.js';
export * from './network/supply-network.js';
export * from './network/systemic-risk.js';
export * from './reconstruct/firm-strengths.js';
export * from './reconstruct/gravity.js';
export * from './reconstruct/network-draw.js';
export * from './reconstruct/rank-agreement.js';
export * from './reconstruct/rank-ensemble.js';
export * from './reconstruct/risk-ensemble.js';
export * from './reconstruct/stripes.js';
export { type Interval, intervalOf, latinHypercube, type Uncertain } from './shock/draws.js';
export { checkEvents, type ShockEvent } from './shock/events.js';
export * from './shock/inventory-model.js';
export * from './shock/inventory-run.js';
export * from './shock/scenario.js';
export * from './shock/stability.js';
export * from './shock/static.js';
