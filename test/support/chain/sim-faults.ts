import type { Json, Random } from './sim-chain'
import { WATCHED } from './sim-chain'

/** Ways in which an answer for logs can be wrong. */
export const FAULTS = [
  'first',
  'middle',
  'last',
  'tail',
  'contract',
  'all',
  'fork',
  'duplicate',
  'swap',
] as const
export type FaultName = (typeof FAULTS)[number]

const isWatched = (log: Json) => WATCHED.includes(log.address)

/**
 * Logs of one block as a faulty provider would return them; null if the fault cannot be made of them. Each fault omits, moves
 * or changes a log of a followed contract.
 */
export function bend(fault: FaultName, logs: readonly Json[], random: Random): Json[] | null {
  const watched = logs.filter(isWatched)
  const without = (log: Json) => logs.filter((other) => other !== log)
  if (watched.length === 0) return null
  switch (fault) {
    case 'first':
      return without(watched[0])
    case 'middle':
      return watched.length < 3 ? null : without(watched[1 + random.below(watched.length - 2)])
    case 'last':
      return without(watched.at(-1))
    case 'tail':
      return logs.slice(0, random.below(logs.indexOf(watched.at(-1)) + 1))
    case 'contract': {
      const { address } = random.pick(watched)
      return logs.filter((log) => log.address !== address)
    }
    case 'all':
      return []
    case 'fork':
      return logs.map((log) => ({ ...log, blockHash: random.hex(32) }))
    case 'duplicate': {
      const log = random.pick(watched)
      const { transactionIndex, transactionHash } = logs.at(-1)
      const logIndex = `0x${(Number(logs.at(-1).logIndex) + 1).toString(16)}`
      return [...logs, { ...log, transactionIndex, transactionHash, logIndex }]
    }
    case 'swap': {
      const [a, b] = [random.pick(watched), random.pick(watched)]
      const same = (key: string) => String(a[key]) === String(b[key])
      if (['address', 'topics', 'data'].every(same)) return null
      const moved = (log: Json, to: Json) => {
        const { address, topics, data } = log
        return { ...to, address, topics, data }
      }
      return logs.map((log) => (log === a ? moved(b, a) : log === b ? moved(a, b) : log))
    }
  }
}
