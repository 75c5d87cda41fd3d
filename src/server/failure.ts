// Failures as answers: what the user can mend in both languages, what is our fault without its insides.
import type { IncomingMessage } from 'node:http';
import { dirname, resolve, sep } from 'node:path';
import type { FastifyError, FastifyInstance, FastifySchemaValidationError } from 'fastify';
import { z } from 'zod';
import { type Bilingual, UserError } from '../model/index.js';

/** A request that is refused with a status of its own. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  constructor(status: number, code: string, { zh, en }: Bilingual) {
    super(en);
    this.status = status;
    this.code = code;
    this.zh = zh;
    this.en = en;
  }
}

export const notFound = (zh: string, en: string) => new Refusal(404, 'notFound', { zh, en });

const MESSAGES: Readonly<Record<number, Bilingual>> = {
  400: { zh: '请求有误', en: 'the request is malformed' },
  404: { zh: '没有这个地址', en: 'there is nothing at this address' },
  405: { zh: '此地址不接受这种请求', en: 'this address does not take such requests' },
  413: { zh: '内容过大', en: 'the content is too large' },
  415: { zh: '不接受这种内容类型', en: 'this type of content is not taken' },
};

/** What the reader of form data says of a body that is none; it states no status. */
const NO_FORM = /^(?:Multipart: |Malformed |Unexpected end of )/;

const GONE: ReadonlySet<string> = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE']);

export function tellFailures(
  app: FastifyInstance,
  report: (error: unknown, reference: string) => void,
  shown: (said: Bilingual) => Bilingual,
): void {
  const known: { methods: readonly string[]; address: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const address = url.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
    if (!url.includes('*')) known.push({ methods: [method].flat(), address: new RegExp(`^${address}/?$`) });
  });
  app.addHook('onSend', async ({ raw }, { statusCode }) => {
    if (statusCode >= 400) letPass(raw);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.replace(/\?.*$/s, '');
    const methods = known.flatMap((route) => (route.address.test(path) ? route.methods : []));
    if (methods.length === 0 || methods.includes(request.method))
      return reply.status(404).send(bodyOf('notFound', MESSAGES[404]!));
    const allowed = [...new Set(methods)].join(', ');
    const { zh, en } = MESSAGES[405]!;
    return reply
      .status(405)
      .header('allow', allowed)
      .send(
        bodyOf('method', {
          zh: `${zh}：${request.method}，可用 ${allowed}`,
          en: `${en}: ${request.method}; it takes ${allowed}`,
        }),
      );
  });
  app.setErrorHandler((error: FastifyError | Refusal | UserError, request, reply) => {
    if (error instanceof Refusal) return reply.status(error.status).send(bodyOf(error.code, error));
    if (error instanceof UserError) return reply.status(400).send(bodyOf('badInput', shown(error)));
    // Whoever asked has gone; nobody is to blame and nobody listens.
    if (GONE.has(error.code) && request.raw.destroyed) return reply.status(400).send();
    const status = error.statusCode ?? (NO_FORM.test(error.message) ? 400 : 500);
    if (status < 500) {
      const { zh, en } = MESSAGES[status] ?? MESSAGES[400]!;
      const code = status === 413 ? 'tooLarge' : 'badRequest';
      const faults = 'validation' in error ? (error.validation ?? []) : [];
      if (faults.length === 0) return reply.status(status).send(bodyOf(code, { zh, en }));
      return reply.status(status).send(
        bodyOf(code, {
          zh: `${zh}：${faults.map((fault) => `${placeOf(fault)} ${inChinese(fault)}`.trim()).join('；')}`,
          en: `${en}: ${faults.map((fault) => `${placeOf(fault)} ${fault.message ?? ''}`.trim()).join('; ')}`,
        }),
      );
    }
    report(error, request.id);
    return reply.status(500).send(
      bodyOf('defect', {
        zh: `程序出错，这是我们的缺陷（编号 ${request.id}，详情见服务的日志）`,
        en: `a defect of ours (${request.id}, see the log of the server)`,
      }),
    );
  });
}

/** Bytes of a refused request that are let pass before the connection is broken off. */
const MOST_LET_PASS = 2 ** 30;

/** What is left of a request when it is refused: a browser that is stopped amid sending shows no answer. */
function letPass(raw: IncomingMessage): void {
  if (raw.complete !== false || raw.destroyed) return;
  let left = MOST_LET_PASS;
  raw.unpipe();
  raw.on('data', (part: Buffer) => {
    left -= part.length;
    if (left < 0) raw.destroy();
  });
  raw.resume();
}

/** The field of the request, as the API calls it. */
function placeOf({ instancePath }: FastifySchemaValidationError): string {
  return instancePath.replace(/^\//, '').replaceAll('/', '.');
}

const { localeError } = z.locales.zhCN();

function inChinese({ keyword, params, message = '' }: FastifySchemaValidationError): string {
  if (keyword === 'custom') return message;
  const said = localeError({ ...params, code: keyword } as Parameters<typeof localeError>[0]);
  // What was received does not come along.
  return (typeof said === 'string' ? said : (said?.message ?? message)).replace(/，实际接收 undefined$/, '');
}

function bodyOf(code: string, { zh, en }: Bilingual) {
  return { error: { code, zh, en } };
}

/** What is said of files of a workspace, or beside it, as one who does not sit at this machine may see it: without where it lies. */
export function withoutFolder(dir: string, name: string): (said: Bilingual) => Bilingual {
  const whole = resolve(dir);
  const beside = `${dirname(whole)}${sep}`;
  const plain = (text: string) => {
    let shown = text;
    for (const folder of new Set([whole, dir]))
      if (folder.length >= 3) shown = shown.replaceAll(`${folder}/`, '').replaceAll(folder, name);
    return beside.length < 3 ? shown : shown.replaceAll(beside, '');
  };
  return ({ zh, en }) => ({ zh: plain(zh), en: plain(en) });
}
