import { connect, type Socket } from 'node:net'

/** A connection on which a test writes what it likes. */
export interface RawConnection {
  socket: Socket
  /** All that came, when the server has ended the connection. */
  ended: Promise<string>
}

/** Connects to a server and writes `text`. */
export function sendRaw(url: string, text: string): RawConnection {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
  })
  // A server that closes while more is being sent resets the connection.
  socket.on('error', () => {})
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(received)))
  socket.write(text)
  return { socket, ended }
}

/** The headers of a POST to /graphql, with further ones. */
export function postHead(...headers: string[]): string {
  const lines = ['POST /graphql HTTP/1.1', 'host: localhost', 'content-type: application/json']
  return `${[...lines, ...headers].join('\r\n')}\r\n\r\n`
}
