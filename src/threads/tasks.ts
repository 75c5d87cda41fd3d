import {
  type AddedLinkOptions,
  type AddedLinks,
  bestAddedLinks,
  CascadeKernel,
  type CascadeLayout,
  CertifiedClosures,
  type CertifiedNetwork,
  type CertifiedRisk,
  certifiedRisk,
  type EnsembleOutput,
  type EnsemblePart,
  ensembleRunner,
  type InputClasses,
  type IoTable,
  LeontiefSystem,
  type RefinedPart,
  type RefinedSolution,
  RefinedSolver,
  type RefinedSystem,
  type RiskEnsemble,
  runScenario,
  type Scenario,
  type ScenarioResult,
  type ScenarioRun,
  type StopRule,
  type SupplyNetwork,
  type SystemicRisk,
} from '../chain/index.js';
import {
  type BackTest,
  type BackTestOptions,
  backTest,
  type Foresight,
  type ForesightOptions,
  foresight,
  type ListTest,
  type ListTestOptions,
  Outlook,
  type OutlookBlock,
  type OutlookRequest,
  type PanelYear,
  type RegionActivityTable,
  type SpaceLayout,
  spaceLayout,
  testLists,
} from '../foresee/index.js';

/** One kind of work that can be cut in parts: what a thread prepares once, and what it does for each part. */
export interface Task<Input, Part, Output> {
  /** Runs once in each thread; what it returns is kept for every part. */
  prepare(input: Input): (part: Part) => Output;
}

/** Every task by its name; the input and each output cross to the thread by structured clone. */
export const tasks = {
  cascades: {
    prepare({ layout, stop }) {
      const kernel = new CascadeKernel(layout);
      return (firms) => kernel.closeEach(firms, stop);
    },
  } satisfies Task<{ layout: CascadeLayout; stop: StopRule }, Uint32Array, SystemicRisk>,
  ensembles: { prepare: ensembleRunner } satisfies Task<RiskEnsemble, EnsemblePart, EnsembleOutput>,
  refinedSolves: {
    prepare(system) {
      const solver = new RefinedSolver(system);
      return (part) => solver.solve(part);
    },
  } satisfies Task<RefinedSystem, RefinedPart, RefinedSolution>,
  certified: {
    prepare({ network, tolerance }) {
      const closures = new CertifiedClosures(network);
      return (firms) => certifiedRisk(closures, firms, tolerance);
    },
  } satisfies Task<{ network: CertifiedNetwork; tolerance: number }, Uint32Array, CertifiedRisk>,
  scenarios: {
    prepare({ table, run }) {
      const system = new LeontiefSystem(table);
      return (scenario) => runScenario(system, scenario, run);
    },
  } satisfies Task<
    { table: IoTable; run: Pick<ScenarioRun, 'draws' | 'seed' | 'level'> },
    Scenario,
    ScenarioResult
  >,
  mendings: {
    prepare({ network, classes, risk }) {
      return (options) => bestAddedLinks(network, classes, risk, options);
    },
  } satisfies Task<
    { network: SupplyNetwork; classes: InputClasses; risk: SystemicRisk },
    Omit<AddedLinkOptions, 'onProgress'>,
    AddedLinks
  >,
  foresights: {
    prepare(options) {
      return (table) => foresight(table, options);
    },
  } satisfies Task<ForesightOptions, RegionActivityTable, Foresight>,
  /** One part each: they need the whole panel, and a thread that is not the one that answers. */
  backTests: {
    prepare(options) {
      return (panel) => backTest(panel, options);
    },
  } satisfies Task<BackTestOptions, readonly PanelYear[], BackTest>,
  listTests: {
    prepare({ horizon, options }) {
      return (panel) => testLists(panel, horizon, options);
    },
  } satisfies Task<{ horizon: number; options: ListTestOptions }, readonly PanelYear[], ListTest>,
  spaces: {
    prepare({ activities }) {
      return (proximity) => spaceLayout(proximity, activities);
    },
  } satisfies Task<{ activities: number }, Float32Array | Float64Array, SpaceLayout>,
  outlooks: {
    prepare({ request, keep }) {
      const outlook = new Outlook(request);
      return ({ from, to }) => outlook.block(from, to, keep);
    },
  } satisfies Task<
    { request: OutlookRequest; keep: Float32Array | Float64Array | null },
    { from: number; to: number },
    OutlookBlock
  >,
} satisfies Record<string, Task<never, never, unknown>>;

export type TaskName = keyof typeof tasks;
type Of<Name extends TaskName> =
  (typeof tasks)[Name] extends Task<infer I, infer P, infer O> ? { input: I; part: P; output: O } : never;
export type TaskInput<Name extends TaskName> = Of<Name>['input'];
export type TaskPart<Name extends TaskName> = Of<Name>['part'];
export type TaskOutput<Name extends TaskName> = Of<Name>['output'];
