import { expect } from 'vitest'
import type { Checkpoint } from '../recordings'
import type { Network } from './dense-network'
import { sum } from './exact'
import { operatorValue, slashableMagnitude } from './queue-truth'

const WAD = 10n ** 18n

/** What can be lost of an operator's stake in the pool of the network. */
export interface SlowAtRisk {
  /** Without the withdrawal queue. */
  readonly alone: bigint
  /** With what the contract says can be slashed in the queue; sets take the part of it that they have of the magnitude. */
  readonly queued: bigint
  /** Units by which `queued` may be off: each set rounds down on its own. */
  readonly off: bigint
}

/** Capital at risk by operator, by plain loops over what the contracts answered. */
export function slowAtRisk(truth: Checkpoint, network: Network): Map<string, SlowAtRisk> {
  const { pool } = network
  return new Map(
    Object.keys(truth.operators).map((id) => {
      const operator = id.toLowerCase()
      const cap = network.cap.get(operator) ?? 0n
      const cuts = [...network.slashable.values()].map((column) => column.get(operator) ?? 0n)
      const cut = sum(cuts)
      const max = BigInt(operatorValue(truth, operator, pool, (one) => one.maxMagnitude) ?? WAD)
      const inQueue = BigInt(
        operatorValue(truth, operator, pool, (one) => one.slashableSharesInQueue) ?? '0',
      )
      const magnitude = slashableMagnitude(truth, operator, pool)
      const cutOfQueue = max === 0n ? 0n : (inQueue * magnitude) / max
      const [stake, slashable] = [cap + inQueue, cut + cutOfQueue]
      const off = BigInt(Object.keys(truth.operatorSets).length)
      return [
        operator,
        {
          alone: cut < cap ? cut : cap,
          queued: slashable < stake ? slashable : stake,
          off: inQueue === 0n ? 0n : off,
        },
      ] as const
    }),
  )
}

/** Expects an amount to be the capital at risk of some operators with the queue. */
export function expectQueued(amount: string, of: Iterable<SlowAtRisk>): void {
  const all = [...of]
  const difference = BigInt(amount) - sum(all.map(({ queued }) => queued))
  const off = sum(all.map((one) => one.off))
  expect(difference >= -off && difference <= off, `${difference}`).toBe(true)
}
