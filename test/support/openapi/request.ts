import { type IncomingHttpHeaders, request } from 'node:http'

/** An answer, or as much of it as came. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string
  /** The body is announced, and does not come. */
  withoutBody?: boolean
  /** The connection is closed when the body has this; an answer that ends before is whole. */
  until?: RegExp
}

/** A request with any headers; fetch would set Host and Origin itself. */
export function send(
  url: string,
  { method = 'GET', headers = {}, body = '', withoutBody = false, until }: Sent = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const { statusCode: status = 0, headers } = response
      let text = ''
      const end = () => resolve({ status, headers, body: text })
      response.on('data', (chunk) => {
        text += chunk
        if (!until?.test(text)) return
        end()
        sent.destroy()
      })
      response.on('end', end)
    })
    sent.on('error', reject)
    if (withoutBody) sent.flushHeaders()
    else sent.end(body)
  })
}
