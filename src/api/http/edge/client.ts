import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'
import type { EdgeSettings } from './settings'

/** A longer name of a client is cut. */
const MAX_NAME = 128

/** Who sent a request, for quotas: the value of the header that names clients, else the address. */
export type ClientName = string

/** Tells clients apart. */
export class Clients {
  private readonly proxies = new BlockList()

  /** @throws TypeError if a trusted proxy is neither an address nor a network such as 10.0.0.0/8 */
  constructor(private readonly settings: Pick<EdgeSettings, 'trustedProxies' | 'clientHeader'>) {
    for (const proxy of settings.trustedProxies) {
      const [address, bits] = proxy.split('/') as [string, string?]
      const family = isIPv6(address) ? 'ipv6' : 'ipv4'
      if (bits === undefined) this.proxies.addAddress(address, family)
      else this.proxies.addSubnet(address, Number(bits), family)
    }
  }

  /** The client of a request. */
  of(request: IncomingMessage): ClientName {
    const { clientHeader } = this.settings
    const named = clientHeader === null ? undefined : request.headers[clientHeader.toLowerCase()]
    if (named !== undefined && named !== '') return `key ${String(named).slice(0, MAX_NAME)}`
    let address = plain(request.socket.remoteAddress ?? '')
    if (this.settings.trustedProxies.length === 0) return networkOf(address)
    // From the last hop on: a client may send entries of its own, which come first.
    const hops = String(request.headers['x-forwarded-for'] ?? '').split(',')
    while (hops.length > 0 && isTrusted(this.proxies, address)) {
      const hop = withoutPort(hops.pop()!.trim())
      if (isIP(hop) === 0) break
      address = plain(hop)
    }
    return networkOf(address)
  }
}

/** The subscriber at the other end of a socket: its address, of IPv6 its network. */
export function subscriberOf(remoteAddress = ''): string {
  return networkOf(plain(remoteAddress))
}

function isTrusted(proxies: BlockList, address: string): boolean {
  return isIP(address) !== 0 && proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** IPv4 that a socket of IPv6 carries, as IPv4. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

function withoutPort(hop: string): string {
  return hop.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}

/** One subscriber of IPv6 has a /64 of addresses. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head, tail] = address.split('%')[0]!.split('::') as [string, string?]
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
