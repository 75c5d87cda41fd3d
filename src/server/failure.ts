// Failures as answers: what the user can mend in both languages, what is our fault without its insides.
import type { FastifyError, FastifyInstance } from 'fastify';
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

export function tellFailures(
  app: FastifyInstance,
  report: (error: unknown, reference: string) => void,
): void {
  app.setNotFoundHandler((_, reply) => reply.status(404).send(bodyOf('notFound', MESSAGES[404]!)));
  app.setErrorHandler((error: FastifyError | Refusal | UserError, request, reply) => {
    if (error instanceof Refusal) return reply.status(error.status).send(bodyOf(error.code, error));
    if (error instanceof UserError) return reply.status(400).send(bodyOf('badInput', error));
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const { zh, en } = MESSAGES[status] ?? MESSAGES[400]!;
      const detail = 'validation' in error && error.validation ? `: ${error.message}` : '';
      const code = status === 413 ? 'tooLarge' : 'badRequest';
      return reply.status(status).send(bodyOf(code, { zh: `${zh}${detail}`, en: `${en}${detail}` }));
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

function bodyOf(code: string, { zh, en }: Bilingual) {
  return { error: { code, zh, en } };
}
