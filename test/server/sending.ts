// Uploads over a connection, as a browser sends them.
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { multipart } from './served.js';

export interface Said {
  status: number;
  body: { error: { code: string; zh: string; en: string } } & Record<string, unknown>;
}

/** An upload that is sent piece by piece, so that neither side holds it whole. */
export function send(
  port: number,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  name: string,
  path = '/api/v1/uploads',
): Promise<Said> {
  return new Promise<Said>((resolve, reject) => {
    const { payload, type } = multipart(name, '');
    const end = payload.lastIndexOf('\r\n--');
    // Browsers keep their connections; one that is to be closed after the answer may break while it is written to.
    const agent = new Agent({ keepAlive: true });
    const asked = request(
      {
        ...{ host: '127.0.0.1', port, method: 'POST', path, agent },
        headers: { 'content-type': type },
      },
      async (answer) => {
        const parts: Buffer[] = [];
        for await (const part of answer) parts.push(part as Buffer);
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: answer.statusCode!, body: text === '' ? null : JSON.parse(text) });
        agent.destroy();
        asked.destroy();
      },
    );
    asked.on('error', reject);
    Readable.from(
      (async function* () {
        yield payload.subarray(0, end);
        yield* pieces;
        yield payload.subarray(end);
      })(),
      { objectMode: false },
    ).pipe(asked);
  });
}
