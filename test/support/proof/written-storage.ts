import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Checkpoint } from '../recordings'

// Slots are those that the compiler prints for release v1.12, here by hand: a second source beside the layouts of the product.

const WAD = 10n ** 18n
const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
const IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbcn

/** Words to write, by contract and slot. */
export type Written = Map<string, Map<bigint, bigint>>

const hex = (value: bigint) => BigInt.asUintN(256, value).toString(16).padStart(64, '0')
const hash = (...words: bigint[]) =>
  BigInt(
    `0x${Buffer.from(keccak_256(Buffer.from(words.map(hex).join(''), 'hex'))).toString('hex')}`,
  )

/** Slot of an entry of nested mappings. */
function slotOf(base: number, ...keys: (string | bigint)[]): bigint {
  return keys.reduce<bigint>((slot, key) => hash(BigInt(key), slot), BigInt(base))
}

const keyOf = (set: string) => {
  const [avs, id] = set.split('/')
  return (BigInt(avs!) << 96n) + BigInt(id!)
}

/**
 * Storage of the contracts whose view functions would return what a checkpoint has. Where the state of contracts can be written in
 * two ways, it is sometimes the one and sometimes the other: changes that took effect and are not applied yet, pending slashers.
 *
 * @param leftAt block at which operators left sets, by `<set> <operator>`
 * @param delay blocks for which they can still be slashed
 */
export function storageOf(
  truth: Checkpoint,
  contracts: Record<string, string>,
  leftAt: ReadonlyMap<string, number>,
  delay: number,
): Written {
  const written: Written = new Map()
  const put = (contract: string, slot: bigint, word: bigint) => {
    const slots = written.get(contract) ?? new Map<bigint, bigint>()
    written.set(contract, slots.set(slot, word))
  }
  const putSet = (contract: string, slot: bigint, items: readonly bigint[]) => {
    put(contract, slot, BigInt(items.length))
    items.forEach((item, i) => {
      put(contract, hash(slot) + BigInt(i), item)
      put(contract, hash(item, slot + 1n), BigInt(i + 1))
    })
  }
  const [dm, sm, am, epm] = ['Delegation', 'Strategy', 'Allocation', 'EigenPod'].map(
    (name) => contracts[`${name}Manager`]!,
  ) as [string, string, string, string]
  for (const name of Object.keys(truth.implementations)) {
    const proxy = contracts[name]
    if (proxy) put(proxy, IMPLEMENTATION, BigInt(truth.implementations[name]!))
  }
  for (const [operator, one] of Object.entries(truth.operators)) {
    if (one.isOperator) put(dm, slotOf(154, operator), BigInt(operator))
    for (const [pool, shares] of Object.entries(one.shares))
      put(dm, slotOf(152, operator, pool), BigInt(shares))
    for (const [pool, max] of Object.entries(one.maxMagnitude)) {
      const history = slotOf(161, operator, pool)
      put(am, history, 2n)
      put(am, hash(history), (WAD << 32n) + 10n)
      put(am, hash(history) + 1n, (BigInt(max) << 32n) + BigInt(truth.block - 1))
    }
  }
  for (const [staker, one] of Object.entries(truth.stakers)) {
    if (one.delegatedTo) put(dm, slotOf(154, staker), BigInt(one.delegatedTo))
    for (const [pool, shares] of Object.entries(one.deposit)) {
      if (pool.toLowerCase() === NATIVE) put(epm, slotOf(155, staker), BigInt(shares))
      else put(sm, slotOf(205, staker, pool), BigInt(shares))
    }
    for (const [pool, factor] of Object.entries(one.depositScalingFactor))
      put(dm, slotOf(162, staker, pool), BigInt(factor))
    for (const { root } of one.queued) put(dm, slotOf(158, root), 1n)
  }
  for (const [owner, { beaconChainSlashingFactor: factor }] of Object.entries(truth.pods)) {
    if (BigInt(factor) !== WAD) put(epm, slotOf(157, owner), (BigInt(factor) << 8n) + 1n)
  }
  const idsOf = new Map<string, bigint[]>()
  const queues = new Map<string, { operator: string; pool: string; sets: bigint[] }>()
  const encumbered = new Map<string, bigint>()
  for (const [operator, one] of Object.entries(truth.operators)) {
    for (const [pool, magnitude] of Object.entries(one.encumberedMagnitude))
      encumbered.set(`${operator} ${pool}`, BigInt(magnitude))
  }
  let count = 0n
  for (const [set, one] of Object.entries(truth.operatorSets)) {
    const key = keyOf(set)
    const [avs, id] = set.split('/') as [string, string]
    idsOf.set(avs, [...(idsOf.get(avs) ?? []), BigInt(id)])
    putSet(am, slotOf(153, key), one.strategies.map(BigInt))
    putSet(am, slotOf(154, key), one.members.map(BigInt))
    for (const member of one.members) put(am, slotOf(158, member, key), 1n)
    for (const { operator, strategy, ...stored } of one.allocations) {
      let current = BigInt(stored.currentMagnitude)
      let diff = BigInt(stored.pendingDiff)
      let effect = BigInt(stored.effectBlock)
      const place = `${operator} ${strategy}`
      const queue = queues.get(place) ?? { operator, pool: strategy, sets: [] }
      // A deallocation that took effect, and was not cleared from the queue.
      if (diff === 0n && ++count % 3n === 0n) {
        current += count
        diff = -count
        effect = BigInt(truth.block) - (count % 2n)
        encumbered.set(place, (encumbered.get(place) ?? 0n) + count)
        queue.sets.unshift(key)
      } else if (diff < 0n) queue.sets.push(key)
      queues.set(place, queue)
      const packed = current + (BigInt.asUintN(128, diff) << 64n) + (effect << 192n)
      put(am, slotOf(160, operator, key, strategy), packed)
    }
    const slashers = slotOf(167, key)
    const { slasher, effectBlock } = one.pendingSlasher
    if (BigInt(slasher) !== 0n) {
      put(am, slashers, BigInt(one.slasher))
      put(am, slashers + 1n, BigInt(slasher) + (BigInt(effectBlock) << 160n))
    } else {
      put(am, slashers, 0n)
      put(am, slashers + 1n, BigInt(one.slasher) + (BigInt(truth.block) << 160n))
    }
  }
  for (const [avs, ids] of idsOf) putSet(am, slotOf(152, avs), ids)
  for (const [place, magnitude] of encumbered) {
    const [operator, pool] = place.split(' ') as [string, string]
    put(am, slotOf(162, operator, pool), magnitude)
  }
  for (const { operator, pool, sets } of queues.values()) {
    const queue = slotOf(163, operator, pool)
    // Double-ended queues begin below 0 where something was put in front.
    const [begin, end] = [-1n, BigInt(sets.length) - 1n]
    put(am, queue, BigInt.asUintN(128, begin) + (BigInt.asUintN(128, end) << 128n))
    sets.forEach((set, i) => {
      put(am, hash(begin + BigInt(i), queue + 1n), set)
    })
  }
  for (const [place, block] of leftAt) {
    const [set, operator] = place.split(' ') as [string, string]
    const members = Object.entries(truth.operatorSets).find(
      ([one]) => one.toLowerCase() === set,
    )?.[1].members
    const isIn = members?.some((one) => one.toLowerCase() === operator)
    const status = (isIn ? 1n : 0n) + (BigInt(block + delay) << 8n)
    put(am, slotOf(158, operator, keyOf(set)), status)
  }
  return written
}
