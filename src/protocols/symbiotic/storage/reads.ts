import type { FigureReader, Instance } from '../../../state-proof/figure'
import type { Place } from '../../../state-proof/place'

const DELEGATORS = [
  'NetworkRestakeDelegator',
  'FullRestakeDelegator',
  'OperatorSpecificDelegator',
  'OperatorNetworkSpecificDelegator',
]

/** Value of the last checkpoint of OpenZeppelin's library; 0 without one. */
function lastOf(trace: Place): bigint {
  const checkpoints = trace.field('_checkpoints')
  const length = checkpoints.length()
  if (length === 0) return 0n
  const last = checkpoints.item(length - 1)
  return last.field('_value').number()
}

/** Checkpoints.Trace208.latest. */
export function latest208(trace: Place): bigint {
  return lastOf(trace.field('_trace'))
}

/** Checkpoints.Trace256.latest: the checkpoint has the place of the value in a list; 0 is none. */
export function latest256(trace: Place): bigint {
  const at = lastOf(trace.field('_trace'))
  return at === 0n ? 0n : trace.field('_values').item(Number(at)).number()
}

/** A vault. */
export function vaultAt(reader: FigureReader, address: string): Instance {
  return reader.instance(address, ['Vault'])
}

/** The delegator that a vault names. */
export function delegatorOf(reader: FigureReader, vault: string): Instance {
  return reader.instance(vaultAt(reader, vault).variable('delegator').address(), DELEGATORS)
}

/** The network of a subnetwork: its first 20 bytes. */
export function networkOf(subnetwork: string): string {
  return subnetwork.slice(0, 42)
}
