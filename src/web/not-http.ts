import type { Socket } from 'node:net';

const STATUS: Readonly<Record<string, [number, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long. Send all of it.'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too long.'],
};
const UNREADABLE = [400, 'Bad Request', 'This is not HTTP/1.1. Send it as such.'] as const;

/** What is no HTTP reaches no route: it is answered on the bare line, as a problem like others. */
export function answerNotHttp(error: Error & { code?: string }, socket: Socket): void {
  const [status, title, detail] = STATUS[error.code ?? ''] ?? UNREADABLE;
  const problem = { type: '/problems/invalid', title, status, code: 'invalid', detail };
  const body = JSON.stringify(problem);
  if (socket.writable && error.code !== 'ECONNRESET')
    socket.write(
      `HTTP/1.1 ${status} ${title}\r\nConnection: close\r\n` +
        'Content-Type: application/problem+json; charset=utf-8\r\n' +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  socket.destroySoon();
}
