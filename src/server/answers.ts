// Answers that are kept until what they rest on changes; those that ask for one while it is made wait for it.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress as brotliWith, constants, gzip as gzipWith } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from './session.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Tables that the answer of a GET rests on, and nothing else but its address, who asks and the day; and names that
     * `Workspace.noteChange` counts.
     */
    restsOn?: readonly string[];
  }
  interface FastifyRequest {
    /** The answer that this request makes for all who ask for it. */
    making: Making | null;
  }
}

interface Kept {
  type: string;
  plain: Buffer;
  tag: string;
  packed: Map<Encoding, Promise<Buffer>>;
}

interface Making {
  key: string;
  version: string;
  kept: Promise<Kept | null>;
  settle: (kept: Kept | null) => void;
  /** For those who wait for it alone: the next one has it made again. */
  isPassing: boolean;
}

type Encoding = 'br' | 'gzip';

/** Bytes of answers that are kept; the ones asked for longest ago go first. */
const MOST_BYTES = 32 * 2 ** 20;
/** Below this, packing saves nothing. */
const LEAST_BYTES = 1024;
const PACKABLE = /^(?:application\/(?:json|geo\+json)|text\/(?:html|plain|markdown|calendar|csv))\b/;

const brotli = promisify(brotliWith);
const gzip = promisify(gzipWith);

class Answers {
  readonly #made = new Map<string, Making & { bytes: number }>();
  #bytes = 0;

  get(key: string, version: string): Making | undefined {
    const found = this.#made.get(key);
    if (found?.version !== version) return undefined;
    this.#made.delete(key);
    this.#made.set(key, found);
    return found;
  }

  begin(key: string, version: string): Making {
    let settle: Making['settle'] = () => undefined;
    const kept = new Promise<Kept | null>((resolve) => {
      settle = resolve;
    });
    const making = { key, version, kept, settle, isPassing: false, bytes: 0 };
    this.#drop(key);
    this.#made.set(key, making);
    return making;
  }

  end(making: Making, kept: Kept | null): void {
    const known = this.#made.get(making.key);
    if (known !== undefined && known.settle === making.settle) {
      if (kept === null || making.isPassing) this.#made.delete(making.key);
      else {
        // What is packed takes about a quarter of it again.
        known.bytes = kept.plain.length * 1.25;
        this.#bytes += known.bytes;
        for (const key of this.#made.keys()) {
          if (this.#bytes <= MOST_BYTES) break;
          this.#drop(key);
        }
      }
    }
    making.settle(kept);
  }

  #drop(key: string): void {
    this.#bytes -= this.#made.get(key)?.bytes ?? 0;
    this.#made.delete(key);
  }
}

/** The answer of this request holds for the moment, whatever its route rests on. */
export function doNotKeep({ making }: FastifyRequest): void {
  if (making !== null) making.isPassing = true;
}

/** Keeps the answers of routes that say what they rest on, and packs what is worth it. */
export function keepAnswers(app: FastifyInstance, session: Session): void {
  const answers = new Answers();
  app.decorateRequest('making', null);
  app.addHook('preHandler', async (request, reply) => {
    const { restsOn } = request.routeOptions.config;
    if (restsOn === undefined || request.method !== 'GET') return;
    const key = `${session.today()} ${request.principal.areas.join()} ${request.url}`;
    const version = session.workspace.version(restsOn);
    const known = answers.get(key, version);
    if (known === undefined) {
      request.making = answers.begin(key, version);
      return;
    }
    const kept = await known.kept;
    if (kept !== null) return sendKept(kept, request, reply);
    // Where making it failed, those who waited try at once, each for itself.
    return;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { making } = request;
    if (reply.hasHeader('content-encoding')) return payload;
    const type = String(reply.getHeader('content-type') ?? '');
    if (making !== null) {
      request.making = null;
      const isKept = reply.statusCode === 200 && typeof payload === 'string';
      const kept = isKept ? keptOf(payload, type) : null;
      answers.end(making, kept);
      if (kept !== null) return headed(kept, request, reply);
    }
    if (typeof payload !== 'string' || payload.length < LEAST_BYTES || !PACKABLE.test(type)) return payload;
    const encoding = encodingOf(request);
    reply.header('vary', 'accept-encoding');
    if (encoding === null) return payload;
    reply.header('content-encoding', encoding);
    reply.removeHeader('content-length');
    return packed(Buffer.from(payload), encoding);
  });
  // Whoever made it has gone, or it failed before there was anything to send.
  app.addHook('onResponse', async (request) => {
    if (request.making !== null) answers.end(request.making, null);
    request.making = null;
  });
}

function keptOf(payload: string, type: string): Kept {
  const plain = Buffer.from(payload);
  const tag = `W/"${createHash('sha1').update(plain).digest('base64url')}"`;
  return { type, plain, tag, packed: new Map() };
}

async function sendKept(kept: Kept, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = await headed(kept, request, reply);
  reply.header('content-type', kept.type);
  return reply.send(body);
}

/** The body as the request takes it, with the headers that go with it; empty where the asker has it already. */
async function headed(kept: Kept, request: FastifyRequest, reply: FastifyReply): Promise<Buffer | string> {
  reply.headers({ etag: kept.tag, vary: 'accept-encoding', 'cache-control': 'private, no-cache' });
  reply.removeHeader('content-length');
  if (request.headers['if-none-match'] === kept.tag) {
    reply.code(304);
    return '';
  }
  const encoding = encodingOf(request);
  if (encoding === null || kept.plain.length < LEAST_BYTES || !PACKABLE.test(kept.type)) return kept.plain;
  reply.header('content-encoding', encoding);
  const known = kept.packed.get(encoding) ?? packed(kept.plain, encoding);
  kept.packed.set(encoding, known);
  return known;
}

function encodingOf({ headers }: FastifyRequest): Encoding | null {
  const taken = String(headers['accept-encoding'] ?? '').split(/\s*,\s*/);
  for (const encoding of ['br', 'gzip'] as const)
    if (
      taken.some((one) => one === encoding || (one.startsWith(`${encoding};`) && !/;q=0(?:\.0*)?$/.test(one)))
    )
      return encoding;
  return null;
}

function packed(plain: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return gzip(plain, { level: 4 });
  return brotli(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  });
}
