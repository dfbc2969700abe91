import { isIP } from 'node:net'
import { isPublicAddress } from '../../notify/webhooks/address'

/** Names of machines that are not in the public DNS. */
const LOCAL = /^[^.]*$|\.(local|localhost|internal|lan|home\.arpa|svc|cluster\.local)$/i

/** Whether a host is this machine or one of its own network, by its name: an empty one is a socket. */
export function isNear(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1')
  return isIP(name) === 0 ? LOCAL.test(name) : !isPublicAddress(name)
}
