// How much room garbage is given before it is collected.
import { setFlagsFromString } from 'node:v8';

/**
 * Left alone, a heap grows to half a gigabyte before what is left of past answers is looked for, and from then on to several
 * times what is alive: more than everything else that a server over a large workspace holds. Threads that are begun
 * afterwards keep to it as well.
 */
export function keepHeapsSmall(): void {
  // Of each thread, in megabytes, until it is first known how much of it is alive.
  setFlagsFromString('--initial-old-space-size=96');
  setFlagsFromString('--heap-growing-percent=40');
}
