// Uploads over a connection, as a browser sends them.
import { once } from 'node:events';
import { connect } from 'node:net';
import { multipart } from './served.js';

export interface Said {
  status: number;
  body: { error: { code: string; zh: string; en: string } } & Record<string, unknown>;
}

/**
 * An upload that is sent piece by piece, so that neither side holds it whole. The answer is looked at when all is sent, as
 * browsers do: one that stops taking what is sent, or closes, is never heard.
 */
export async function send(
  port: number,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  name: string,
  path = '/api/v1/uploads',
): Promise<Said> {
  const { payload, type } = multipart(name, '');
  const end = payload.lastIndexOf('\r\n--');
  const socket = connect(port, '127.0.0.1');
  let broken: Error | null = null;
  socket.on('error', (error) => {
    broken = error;
  });
  const write = async (part: Uint8Array | string) => {
    if (broken !== null) throw broken;
    if (socket.write(part)) return;
    const heard = new AbortController();
    const { signal } = heard;
    await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]);
    heard.abort();
  };
  const chunk = async (part: Uint8Array) => {
    await write(`${part.length.toString(16)}\r\n`);
    await write(part);
    await write('\r\n');
  };
  try {
    socket.pause();
    await write(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    await chunk(payload.subarray(0, end));
    for await (const piece of pieces) if (piece.length > 0) await chunk(piece);
    await chunk(payload.subarray(end));
    await write('0\r\n\r\n');
    return await answerOf(socket);
  } finally {
    socket.destroy();
  }
}

async function answerOf(stream: AsyncIterable<Buffer>): Promise<Said> {
  let text = '';
  for await (const part of stream) {
    text += part.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    if (head < 0) continue;
    const body = text.slice(head + 4);
    if (body.length < Number(/^content-length: (\d+)/im.exec(text.slice(0, head))?.[1])) continue;
    return {
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)![1]),
      body: body === '' ? null : JSON.parse(Buffer.from(body, 'latin1').toString('utf8')),
    };
  }
  throw new Error(`the connection was closed before the answer: ${text}`);
}
