import { event, indexed } from '@subsquid/evm-abi'
import * as p from '@subsquid/evm-codec'
import { events as dm } from '../../abi/DelegationManager'
import { events as epm } from '../../abi/EigenPodManager'
import type { AnyEvent } from './abis'

/** Parameters of events of a release that is not out: their types are known, but not which of them are indexed. */
const PARAMS = new Map<string, Record<string, typeof p.address | typeof p.bytes32>>([
  [epm.PodRestakingDisabled.topic, { podOwner: p.address, pod: p.address }],
  [dm.QueuedWithdrawalClearedForDisabledPod.topic, { withdrawalRoot: p.bytes32 }],
])

/** Events by topic and number of topics, so that each is one object. */
const emitted = new Map<string, AnyEvent>()

/** The event with as many indexed parameters as its log has topics, the first ones; any other event as it is declared. */
export function asEmitted(declared: AnyEvent, topics: readonly string[]): AnyEvent {
  const params = PARAMS.get(declared.topic)
  if (!params) return declared
  const key = `${declared.topic} ${topics.length}`
  const known = emitted.get(key)
  if (known) return known
  const fields = Object.entries(params).map(([name, codec], position) => [
    name,
    position < topics.length - 1 ? indexed(codec) : codec,
  ])
  const found = event(declared.topic, declared.signature, Object.fromEntries(fields) as never)
  emitted.set(key, found)
  return found
}
