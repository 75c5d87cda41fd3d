// Whoever asked may go away before there is an answer.
import type { FastifyReply } from 'fastify';
import { UserError } from '../model/index.js';

/** Aborted when the connection closes before the answer was sent; after it, nobody listens any more. */
export function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort(new UserError({ zh: '连接已断开', en: 'the connection was closed' })));
  return gone.signal;
}
