// The HTTP API over one session, with its document, and the workbench as files.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import multipart from '@fastify/multipart';
import files from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { keepAnswers } from './answers.js';
import { notFound, tellFailures, withoutFolder } from './failure.js';
import { followRulebooks } from './follow-rulebooks.js';
import { OWNER, type Principal, refuseLimited } from './principal.js';
import { routes, withinAreas } from './routes/index.js';
import { LOOPBACK, secure } from './security.js';
import type { Session } from './session.js';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal;
  }
}

export interface AppOptions {
  hosts?: readonly string[];
  /** Folder of the built workbench; null for the API alone. */
  web?: string | null;
  /** Bytes of one uploaded file. */
  uploadLimit?: number;
}

const BODY_LIMIT = 4 * 2 ** 20;
export const UPLOAD_LIMIT = 200 * 2 ** 20;
const WEB = fileURLToPath(new URL('../web/', import.meta.url));

export async function buildApp(session: Session, options: AppOptions = {}): Promise<FastifyInstance> {
  const { hosts = LOOPBACK, web = WEB, uploadLimit = UPLOAD_LIMIT } = options;
  const app = Fastify({ bodyLimit: BODY_LIMIT, requestTimeout: 0, forceCloseConnections: true });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  secure(app, { hosts });
  tellFailures(app, session.report, withoutFolder(session.workspace.dir, session.name));
  app.decorateRequest('principal');
  app.addHook('onRequest', async (request) => {
    request.principal = session.principal ?? OWNER;
  });
  await followRulebooks(app, session.workspace);
  keepAnswers(app, session);
  // Before the threads that jobs work on are closed: what is under way is cancelled, and no fault of ours.
  app.addHook('preClose', () => session.jobs.close());
  app.addHook('onClose', () => session.files.close());
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: '压舱石 Ballast', version: session.version } },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: false });
  await app.register(multipart, { limits: { fileSize: uploadLimit, files: 20 } });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  await app.register(
    async (api) => {
      for (const register of routes)
        await api.register(async (own) => {
          if (!withinAreas.has(register)) refuseLimited(own);
          await register(own, session);
        });
    },
    { prefix: '/api/v1' },
  );
  if (web !== null) {
    // Names of built files carry a hash of their content.
    await app.register(files, {
      root: web,
      wildcard: false,
      immutable: true,
      maxAge: '365d',
      index: false,
      // Packed when the pages are built; see vite.config.ts.
      preCompressed: true,
    });
    const page = (
      _: unknown,
      reply: { sendFile(name: string, options: { maxAge: number; immutable: boolean }): unknown },
    ) => reply.sendFile('index.html', { maxAge: 0, immutable: false });
    // Every view of the workbench has its own address; all are the one page.
    app.get('/*', { schema: { hide: true } }, (request, reply) => {
      // Of a build made since the server started. A file of an earlier one is no page either.
      if (/^\/assets\/[\w.-]+$/.test(request.url) && existsSync(join(web, request.url)))
        return reply.sendFile(request.url.slice(1));
      if (/^\/(?:api|assets)\//.test(request.url))
        throw notFound('没有这个地址', 'there is nothing at this address');
      return page(request, reply);
    });
  }
  return app;
}
