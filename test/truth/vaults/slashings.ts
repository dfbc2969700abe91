import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { events as vaultEvents } from '../../../src/abi/Vault'
import { events } from '../../../src/abi/VaultSlasher'

/** A slashing, as `slashings` answers. */
export interface SlashingTruth {
  block: number
  logIndex: number
  status: 'REQUESTED' | 'EXECUTED' | 'VETOED' | 'EXPIRED'
  captureTimestamp: string
  resolvedAtBlock: number | null
  operator: string
  set: string
  pool: string
  requested: string | null
  accounted: string | null
  realized: string | null
}

interface Log {
  address: string
  blockNumber: string
  transactionHash: string
  logIndex: string
  topics: string[]
  data: string
}

interface VaultOf {
  address: string
  epochDuration: number
}

type Known = SlashingTruth & { duration: bigint }

/** All slashings of a recording of core v1 in a plain loop over its logs, as they are at the end of a block. */
export class SlashingHistory {
  private readonly logs: Log[]
  private readonly vaultBySlasher: ReadonlyMap<string, VaultOf>

  constructor(dir: string) {
    const { vaults } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8')) as {
      vaults: { address: string; slasher: string; epochDuration: number }[]
    }
    this.vaultBySlasher = new Map(
      vaults.map(({ address, slasher, epochDuration }) => {
        return [slasher.toLowerCase(), { address: address.toLowerCase(), epochDuration }]
      }),
    )
    this.logs = gunzipSync(readFileSync(join(dir, 'logs.jsonl.gz')))
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Log)
  }

  /** @param timestamp of the block */
  at(block: number, timestamp: number): SlashingTruth[] {
    const found: Known[] = []
    const requests = new Map<string, Known>()
    let lost = new Map<string, bigint>()
    let transaction = ''
    for (const log of this.logs) {
      if (Number(log.blockNumber) > block) break
      if (log.transactionHash !== transaction) lost = new Map()
      transaction = log.transactionHash
      const address = log.address.toLowerCase()
      const [topic] = log.topics
      if (topic === vaultEvents.OnSlash.topic) {
        lost.set(address, vaultEvents.OnSlash.decode(log).slashedAmount)
        continue
      }
      const vault = this.vaultBySlasher.get(address)
      if (!vault) continue
      const resolvedAtBlock = Number(log.blockNumber)
      const take = () => {
        const amount = lost.get(vault.address)
        lost.delete(vault.address)
        return `${amount ?? 'nothing'}`
      }
      if (topic === events.Slash.topic) {
        const slash = events.Slash.decode(log)
        found.push({
          ...begin(log, vault, slash),
          status: 'EXECUTED',
          resolvedAtBlock,
          accounted: `${slash.slashedAmount}`,
          realized: take(),
        })
      } else if (topic === events.RequestSlash.topic) {
        const request = events.RequestSlash.decode(log)
        const one = { ...begin(log, vault, request), requested: `${request.slashAmount}` }
        found.push(one)
        requests.set(`${address} ${request.slashIndex}`, one)
      } else if (topic === events.ExecuteSlash.topic) {
        const { slashIndex, slashedAmount } = events.ExecuteSlash.decode(log)
        Object.assign(requests.get(`${address} ${slashIndex}`)!, {
          status: 'EXECUTED',
          resolvedAtBlock,
          accounted: `${slashedAmount}`,
          realized: take(),
        })
      } else if (topic === events.VetoSlash.topic) {
        const { slashIndex } = events.VetoSlash.decode(log)
        const vetoed = { status: 'VETOED', resolvedAtBlock }
        Object.assign(requests.get(`${address} ${slashIndex}`)!, vetoed)
      }
    }
    return found.map(({ duration, ...one }) => {
      const isLate = BigInt(timestamp) - BigInt(one.captureTimestamp) > duration
      return one.status === 'REQUESTED' && isLate ? { ...one, status: 'EXPIRED' as const } : one
    })
  }
}

function begin(
  log: Log,
  { address, epochDuration }: VaultOf,
  slash: { subnetwork: string; operator: string; captureTimestamp: bigint },
): Known {
  const { subnetwork } = slash
  return {
    block: Number(log.blockNumber),
    logIndex: Number(log.logIndex),
    status: 'REQUESTED',
    captureTimestamp: `${slash.captureTimestamp}`,
    resolvedAtBlock: null,
    operator: slash.operator.toLowerCase(),
    set: `${subnetwork.slice(0, 42)}/${BigInt(`0x${subnetwork.slice(42)}`)}`,
    pool: address,
    requested: null,
    accounted: null,
    realized: null,
    duration: BigInt(epochDuration),
  }
}
