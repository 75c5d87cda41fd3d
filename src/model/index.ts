/** The shared vocabulary: what every room of the product means by document, figure, period and failure. No I/O. */
export * from './area.js';
export * from './column-letters.js';
export * from './criterion.js';
export type { Definition } from './definition.js';
export * from './document.js';
export * from './evidence.js';
export * from './failure.js';
export * from './figure.js';
export * from './hash.js';
export * from './industry.js';
export * from './order.js';
export * from './period.js';
export { dirichlet, gamma, poisson, uniform, uniformStream } from './random.js';
export * from './sentence.js';
export * from './written-name.js';
export { type YamlFault, YamlFile, type YamlPath } from './yaml-file.js';
