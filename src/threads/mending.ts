import type {
  AddedLinkOptions,
  AddedLinks,
  InputClasses,
  SupplyNetwork,
  SystemicRisk,
} from '../chain/index.js';
import { type InThreads, inThreads } from './pool.js';

/** The links to add first, worked out on a thread, so that others need not wait; as `bestAddedLinks` gives them. */
export async function mendingInThread(
  network: SupplyNetwork,
  classes: InputClasses,
  risk: SystemicRisk,
  options: Omit<AddedLinkOptions, 'onProgress'>,
  { signal }: Pick<InThreads, 'signal'> = {},
): Promise<AddedLinks> {
  const [found] = await inThreads('mendings', { network, classes, risk }, [options], {
    threads: 1,
    ...(signal && { signal }),
  });
  return found!;
}
