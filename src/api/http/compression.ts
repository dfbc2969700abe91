import type { IncomingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import Negotiator from 'negotiator'

/** Content codings, the preferred one first. */
const ENCODINGS = ['br', 'gzip'] as const
type Encoding = (typeof ENCODINGS)[number]

/** A smaller body fits one packet anyway. */
const MIN_BYTES = 1024

/** Levels at which 1 MB takes some ten milliseconds, in a thread of libuv. */
const COMPRESS: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body) => promisify(gzip)(body, { level: 5 }),
}

/** Negotiator 1, whose published types are those of 0.6. */
interface Preferring {
  encoding(
    available: readonly string[],
    options: { preferred: readonly string[] },
  ): string | undefined
}

/** Kept as long as the body is. */
const compressed = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>()

/** The coding in which a body of this size is sent, by Accept-Encoding; null: as it is. */
export function encodingOf(headers: IncomingHttpHeaders, bytes: number): Encoding | null {
  if (bytes < MIN_BYTES || headers['accept-encoding'] === undefined) return null
  const client: Preferring = new Negotiator({ headers })
  const best = client.encoding([...ENCODINGS, 'identity'], { preferred: ENCODINGS })
  return ENCODINGS.find((encoding) => encoding === best) ?? null
}

/** The body in a coding; made once for each body. */
export function encode(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const forms = compressed.get(body) ?? new Map<Encoding, Promise<Buffer>>()
  compressed.set(body, forms)
  const known = forms.get(encoding) ?? COMPRESS[encoding](body)
  forms.set(encoding, known)
  return known
}
