import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIPv6 } from 'node:net'
import { badRequest, Refusal } from './refusal'
import type { EdgeSettings } from './settings'

const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
/** A host with an optional port: a name, IPv4, or IPv6 in brackets. */
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i

/** What pages of browsers may do. A browser sends Host and Origin by itself, whatever the page wants. */
export class Browsers {
  private readonly isLocal: boolean
  private readonly origins: 'all' | ReadonlySet<string>
  private readonly hosts: readonly string[] | null

  /**
   * @param host that the server listens on
   * @param hasPrivateFiles whether answers have data that is not public
   */
  constructor(
    settings: Pick<EdgeSettings, 'cors' | 'allowedHosts'>,
    host: string,
    hasPrivateFiles: boolean,
  ) {
    const { cors, allowedHosts } = settings
    this.isLocal = LOOPBACK.test(isIPv6(host) ? `[${host}]` : host)
    this.hosts = allowedHosts?.map((name) => name.toLowerCase()) ?? (this.isLocal ? [] : null)
    const isOpen = cors === 'open' || (cors === 'auto' && !hasPrivateFiles)
    this.origins = isOpen ? 'all' : new Set(typeof cors === 'string' ? [] : cors)
  }

  /**
   * The name that the client used, so that no website reaches this server by a name of its own that points here.
   * @throws Refusal 400 or 421
   */
  requireHost({ headers: { host } }: IncomingMessage): void {
    // HTTP/1.0 has none.
    if (host === undefined) return
    const [, name] = HOST.exec(host) ?? []
    if (name === undefined) {
      throw badRequest(`The header Host is not a host: ${host}.`, 'Send host and port.')
    }
    const lower = name.toLowerCase()
    if (this.hosts === null || this.hosts.includes('*') || this.hosts.includes(lower)) return
    if (LOOPBACK.test(lower)) return
    throw new Refusal(
      421,
      'HOST_NOT_ALLOWED',
      `This server is not ${name}.`,
      'Use its address, or add the name to LINCHPIN_ALLOWED_HOSTS.',
    )
  }

  /**
   * Why pages of this origin may not start or cancel a computation; null: they may, or it is no page.
   * With open CORS, any page may on a public server; on loopback it would be a website that uses its visitor's machine.
   */
  mutationRefusal({ headers: { origin, host } }: IncomingMessage): Refusal | null {
    if (origin === undefined || origin === `http://${host}` || origin === `https://${host}`) {
      return null
    }
    const isAllowed = this.origins === 'all' ? !this.isLocal : this.origins.has(origin)
    const isOwn = this.isLocal && URL.canParse(origin) && LOOPBACK.test(new URL(origin).hostname)
    if (isAllowed || isOwn) return null
    return new Refusal(
      403,
      'ORIGIN_NOT_ALLOWED',
      `A page of ${origin} may send GraphQL queries here, and nothing else.`,
      'Add its origin to LINCHPIN_CORS.',
    )
  }

  /** Lets pages of other origins read the answer, where they may. */
  setHeaders({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
    response.setHeader('x-content-type-options', 'nosniff')
    if (this.origins === 'all') return void response.setHeader('access-control-allow-origin', '*')
    if (this.origins.size === 0) return
    response.setHeader('vary', 'origin')
    if (origin !== undefined && this.origins.has(origin)) {
      response.setHeader('access-control-allow-origin', origin)
    }
  }
}
