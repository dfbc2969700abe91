import { readdirSync, readFileSync } from 'node:fs'
import { keccak_256 } from '@noble/hashes/sha3.js'
import type { RecordedBlock } from '../../src/chain/recording/chain-view'

/**
 * State that the logs of a chain imply, computed with plain loops from topics and data. It shares no code with the indexer, so
 * that both cannot have the same bug.
 */
export interface Truth {
  /** `<operator> <pool>` -> shares; without zeros. */
  shares: Map<string, bigint>
  /** Staker -> operator. */
  delegations: Map<string, string>
  /** `<operator> <avs>` by the AVSDirectory, `<operator> <avs>/<set>` by the AllocationManager, `<operator> network <network>` by the opt-in service. */
  registrations: Set<string>
  /** `<account> <vault>` -> shares of a vault of Symbiotic; without zeros. */
  vaultShares: Map<string, bigint>
  /** `<block> <log index> <address> <topic0>` of every log of a followed contract, in order. */
  events: string[]
  /** Name of an event -> how many there are. */
  names: Map<string, number>
}

/** Names of followed contracts in a deployment; strategies are followed, too. */
const FOLLOWED = [
  'ProxyAdmin',
  'PauserRegistry',
  'PermissionController',
  'StrategyManager',
  'DelegationManager',
  'AllocationManager',
  'AVSDirectory',
  'RewardsCoordinator',
  'EigenPodManager',
  'StrategyFactory',
  'EmissionsController',
  'KeyRegistrar',
  'ReleaseManager',
  'EigenStrategy',
  'StrategyTVL0',
  'StrategyTVL1',
  'EigenPodBeacon',
  'StrategyBeacon',
  'DurationVaultBeacon',
  'VaultFactory',
  'DelegatorFactory',
  'SlasherFactory',
  'NetworkRegistry',
  'OperatorRegistry',
  'OperatorMetadataService',
  'NetworkMetadataService',
  'NetworkMiddlewareService',
  'OperatorVaultOptInService',
  'OperatorNetworkOptInService',
  'StakerRewardsFactory',
  'OperatorRewards',
]

/** Contracts whose AddEntity reveals a contract. */
const FACTORIES = ['VaultFactory', 'DelegatorFactory', 'SlasherFactory', 'StakerRewardsFactory']

interface Deployment {
  contracts: Record<string, string>
  strategies: { address: string }[]
  priceFeeds?: { address: string }[]
}

export const topicOf = (signature: string) =>
  `0x${Buffer.from(keccak_256(Buffer.from(signature))).toString('hex')}`

const SHARES_UP = topicOf('OperatorSharesIncreased(address,address,address,uint256)')
const SHARES_DOWN = topicOf('OperatorSharesDecreased(address,address,address,uint256)')
const DELEGATED = topicOf('StakerDelegated(address,address)')
const UNDELEGATED = topicOf('StakerUndelegated(address,address)')
const DIRECTORY = topicOf('OperatorAVSRegistrationStatusUpdated(address,address,uint8)')
const JOINED = topicOf('OperatorAddedToOperatorSet(address,(address,uint32))')
const LEFT = topicOf('OperatorRemovedFromOperatorSet(address,(address,uint32))')
const WHITELISTED = topicOf('StrategyAddedToDepositWhitelist(address)')
const POD = topicOf('PodDeployed(address,address)')
const ENTITY = topicOf('AddEntity(address)')
const OPT_IN = topicOf('OptIn(address,address)')
const OPT_OUT = topicOf('OptOut(address,address)')
const VAULT_DEPOSIT = topicOf('Deposit(address,address,uint256,uint256)')
const VAULT_WITHDRAW = topicOf('Withdraw(address,address,uint256,uint256,uint256)')
const TRANSFER = topicOf('Transfer(address,address,uint256)')
const NOBODY = `0x${'0'.repeat(40)}`

/** Names of all events of the protocol by topic0, from the ABI files. */
export function eventNames(dir = 'abi'): Map<string, string> {
  const names = new Map<string, string>()
  for (const file of readdirSync(dir)) {
    if (!file.endsWith('.json')) continue
    const parsed = JSON.parse(readFileSync(`${dir}/${file}`, 'utf8'))
    for (const entry of Array.isArray(parsed) ? parsed : parsed.abi) {
      if (entry.type !== 'event') continue
      names.set(topicOf(`${entry.name}${tuple(entry.inputs)}`), entry.name)
    }
  }
  return names
}

interface Input {
  type: string
  components?: Input[]
}

function tuple(inputs: Input[]): string {
  const types = inputs.map(({ type, components }) =>
    components ? tuple(components) + type.slice('tuple'.length) : type,
  )
  return `(${types.join(',')})`
}

const topicAddress = (topic: string) => `0x${topic.slice(26)}`
const word = (data: string, index: number) => data.slice(2 + 64 * index, 66 + 64 * index)
const wordAddress = (data: string, index: number) => `0x${word(data, index).slice(24)}`
const wordNumber = (data: string, index: number) => BigInt(`0x${word(data, index)}`)

/** Computes the state of a chain at a block. */
export class Oracle {
  private readonly followed: Set<string>
  private readonly contracts: Record<string, string>
  /** Most blocks are used by many seeds. */
  private readonly parsed = new WeakMap<RecordedBlock, Log[]>()

  constructor(
    deployment: Deployment,
    private readonly names: ReadonlyMap<string, string>,
  ) {
    this.contracts = Object.fromEntries(
      Object.entries(deployment.contracts).map(([name, at]) => [name, at.toLowerCase()]),
    )
    const { strategies, priceFeeds = [] } = deployment
    const listed = [...strategies, ...priceFeeds].map(({ address }) => address.toLowerCase())
    const named = FOLLOWED.flatMap((name) => this.contracts[name] ?? [])
    this.followed = new Set([...named, ...listed])
  }

  /** Folds blocks `from`..`to`. @param at gives the canonical block at a height */
  fold(at: (number: number) => RecordedBlock, from: number, to: number): Truth {
    const truth: Truth = {
      shares: new Map(),
      delegations: new Map(),
      registrations: new Set(),
      vaultShares: new Map(),
      events: [],
      names: new Map(),
    }
    const followed = new Set(this.followed)
    const vaults = new Set<string>()
    const factories = new Set(FACTORIES.flatMap((name) => this.contracts[name] ?? []))
    for (let number = from; number <= to; number++) {
      const logs = this.logsOf(at(number))
      // A contract is followed from the first log of the block that reveals it.
      for (const log of logs) {
        const source = log.address.toLowerCase()
        if (source === this.contracts.StrategyManager && log.topics[0] === WHITELISTED) {
          followed.add(wordAddress(log.data, 0))
        }
        if (source === this.contracts.EigenPodManager && log.topics[0] === POD) {
          followed.add(topicAddress(log.topics[1]!))
        }
        if (factories.has(source) && log.topics[0] === ENTITY) {
          followed.add(topicAddress(log.topics[1]!))
          if (source === this.contracts.VaultFactory) vaults.add(topicAddress(log.topics[1]!))
        }
      }
      for (const log of logs) {
        if (!followed.has(log.address.toLowerCase())) continue
        this.event(truth, number, log)
        this.state(truth, log)
        if (vaults.has(log.address.toLowerCase())) vaultState(truth, log)
      }
    }
    return truth
  }

  private logsOf(block: RecordedBlock): Log[] {
    const known = this.parsed.get(block) ?? block.logs.map((log): Log => JSON.parse(log.json))
    this.parsed.set(block, known)
    return known
  }

  private event(truth: Truth, block: number, log: Log): void {
    const [topic] = log.topics
    const address = log.address.toLowerCase()
    truth.events.push(`${block} ${Number(log.logIndex)} ${address} ${topic}`)
    const name = this.names.get(topic!)
    if (name) truth.names.set(name, (truth.names.get(name) ?? 0) + 1)
  }

  private state(truth: Truth, { address, topics, data }: Log): void {
    const { DelegationManager, AVSDirectory, AllocationManager } = this.contracts
    const [topic, first, second] = topics as [string, string, string]
    switch (address.toLowerCase()) {
      case DelegationManager:
        if (topic === SHARES_UP || topic === SHARES_DOWN) {
          const key = `${topicAddress(first)} ${wordAddress(data, 1)}`
          const shares = wordNumber(data, 2)
          const held = truth.shares.get(key) ?? 0n
          const now = topic === SHARES_UP ? held + shares : held - shares
          if (now === 0n) truth.shares.delete(key)
          else truth.shares.set(key, now)
        }
        if (topic === DELEGATED) truth.delegations.set(topicAddress(first), topicAddress(second))
        if (topic === UNDELEGATED) truth.delegations.delete(topicAddress(first))
        break
      case this.contracts.OperatorNetworkOptInService: {
        const key = () => `${topicAddress(first)} network ${topicAddress(second)}`
        if (topic === OPT_IN) truth.registrations.add(key())
        if (topic === OPT_OUT) truth.registrations.delete(key())
        break
      }
      case AVSDirectory:
        if (topic === DIRECTORY) {
          const key = `${topicAddress(first)} ${topicAddress(second)}`
          if (wordNumber(data, 0) === 1n) truth.registrations.add(key)
          else truth.registrations.delete(key)
        }
        break
      case AllocationManager: {
        const key = () => `${topicAddress(first)} ${wordAddress(data, 0)}/${wordNumber(data, 1)}`
        if (topic === JOINED) truth.registrations.add(key())
        if (topic === LEFT) truth.registrations.delete(key())
        break
      }
    }
  }
}

/** Shares of the accounts of a vault. */
function vaultState({ vaultShares }: Truth, { address, topics, data }: Log): void {
  const [topic, first, second] = topics as [string, string, string]
  const change = (account: string, delta: bigint) => {
    const key = `${account} ${address.toLowerCase()}`
    const shares = (vaultShares.get(key) ?? 0n) + delta
    if (shares === 0n) vaultShares.delete(key)
    else vaultShares.set(key, shares)
  }
  if (topic === VAULT_DEPOSIT) change(topicAddress(second), wordNumber(data, 1))
  if (topic === VAULT_WITHDRAW) change(topicAddress(first), -wordNumber(data, 1))
  if (topic !== TRANSFER) return
  const [from, to] = [topicAddress(first), topicAddress(second)]
  if (from === NOBODY || to === NOBODY) return
  change(from, -wordNumber(data, 0))
  change(to, wordNumber(data, 0))
}

interface Log {
  address: string
  topics: string[]
  data: string
  logIndex: string
}
