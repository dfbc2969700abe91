import { events as allocations } from '../../../src/abi/AllocationManager'
import { events as beacon } from '../../../src/abi/BeaconProxy'
import { logsOf } from '../recordings'

const ZERO = `0x${'0'.repeat(40)}`
const lower = (text: string) => text.toLowerCase()
const word = (topic: string) => `0x${topic.slice(-40)}`

/** A row of governance_change; `time` in unix seconds. */
export interface ChangeRow {
  id: string
  block: number
  contract: string
  kind: string
  subject: string | null
  before: string | null
  time: number
}

/** First settings, by the logs: of contracts that nothing follows yet, and of operator sets that are created in the block. */
export function firstSettings(dir: string): (change: ChangeRow) => boolean {
  const followed = logsOf(dir, beacon.BeaconUpgraded.topic).map(({ blockNumber, topics }) => {
    return { beacon: lower(word(topics[1]!)), block: Number(blockNumber) }
  })
  const created = new Set(
    logsOf(dir, allocations.OperatorSetCreated.topic).map(({ blockNumber, data }) => {
      const words = data.slice(2).match(/.{64}/g)!
      return `${lower(word(words[0]!))}/${BigInt(`0x${words[1]!}`)} ${Number(blockNumber)}`
    }),
  )
  const isUsed = ({ contract, block }: ChangeRow) =>
    followed.some((one) => one.beacon === contract && one.block < block)
  return (change) => {
    const { kind, before, subject, block } = change
    if (kind === 'SLASHER') return before === null && created.has(`${subject} ${block}`)
    if (before !== null && before !== ZERO) return false
    if (kind === 'BEACON_UPGRADE') return !isUsed(change)
    return ['UPGRADE', 'BEACON', 'PROXY_ADMIN', 'OWNER'].includes(kind)
  }
}
