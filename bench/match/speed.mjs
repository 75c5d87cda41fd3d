// Top 20 of 50,000 firms for each of 1,000 tasks, with reasons; an assignment of 3,000 × 3,000; a shortlist with places.
//   npm run -s build && node bench/match/speed.mjs
import { performance } from 'node:perf_hooks';
import { bestShortlist, CandidateSearch, leastCostAssignment } from '../../dist/match/index.js';
import { labelledSet } from './labelled.mjs';

const peak = () => `${(process.resourceUsage().maxRSS / 1024 / 1024).toFixed(2)} GB`;
async function timed(what, work) {
  const from = performance.now();
  const cpu = process.cpuUsage();
  const result = await work();
  const used = process.cpuUsage(cpu);
  console.log(
    `${what}: ${((performance.now() - from) / 1000).toFixed(2)} s, processor ${((used.user + used.system) / 1e6).toFixed(2)} s, peak memory so far ${peak()}`,
  );
  return result;
}

const [firmCount, taskCount, size] = [50_000, 1_000, 3_000];
const { firms, tasks } = labelledSet({ firms: firmCount, tasks: taskCount, grades: false });
const providers = firms.map(({ provider }) => provider);
const search = await timed(`index of ${firmCount} firms`, () => new CandidateSearch(providers));
const lists = await timed(`${taskCount} tasks × ${firmCount} firms, top 20 with reasons`, () =>
  tasks.map(({ challenge }) => search.find(challenge, { count: 20 })),
);
await timed(`shortlist of ${taskCount} tasks, 5 places each`, () =>
  bestShortlist({
    offers: lists.flatMap(({ candidates }, task) =>
      candidates.map(({ provider, score }) => ({ task, solver: provider, score })),
    ),
    taskPlaces: tasks.map(() => 5),
    solverPlaces: providers.map(({ places }) => places),
  }),
);
let state = 7;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
};
const costs = Array.from({ length: size }, () => Float64Array.from({ length: size }, random));
await timed(`assignment of ${size} × ${size}`, () => leastCostAssignment(costs));
