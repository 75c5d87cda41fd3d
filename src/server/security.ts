// What keeps other sites and other machines out of a server on this one.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from './failure.js';

export interface Doors {
  /** Names under which the server may be called, without a port. */
  hosts: readonly string[];
}

export const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Nothing from elsewhere: no script, style, font, picture or connection. Styles may stand in the page, since the
 * components of the workbench write theirs there.
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

export function secure(app: FastifyInstance, { hosts: given }: Doors): void {
  const hosts = given.map((name) => name.toLowerCase());
  app.addHook('onRequest', async (request) => {
    // A name that someone else's server of names points to this machine (rebinding) is not one of ours.
    const host = nameOf(request.headers.host);
    if (host === null || !hosts.includes(host))
      throw new Refusal(421, 'host', {
        zh: `不接受以“${host ?? ''}”访问本服务。请用 ${hosts[0]} 打开，或在启动时用 --name 指明`,
        en: `this server does not answer to “${host ?? ''}”. Open it as ${hosts[0]}, or name the host at the start with --name`,
      });
    if (!SAFE.has(request.method) && !fromHere(request))
      throw new Refusal(403, 'origin', {
        zh: '不接受其他网站发来的修改请求',
        en: 'changes asked for by another site are refused',
      });
  });
  app.addHook('onSend', async (_, reply) => {
    reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

/** A browser names the site that asks; a program on this machine names none. */
function fromHere({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === headers.host;
  } catch {
    return false;
  }
}

function nameOf(host: string | undefined): string | null {
  const match = /^(\[[0-9a-f:]+\]|[^:]+)(?::\d+)?$/i.exec(host ?? '');
  return match ? match[1]!.toLowerCase() : null;
}
