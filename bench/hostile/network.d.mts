import type { Network, Peer } from './types.mjs'

export function networkOf(peer: Pick<Peer, 'port'>): Promise<Network>
