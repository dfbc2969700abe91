import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { BlockData } from '../../../src/chain/types'

/** A value of one word: an address, 32 bytes, or a number. */
export type Word = string | number | bigint

/** A log of an address, in the words of the ABI of the contract. */
export interface WordLog {
  address: string
  topics: string[]
  data: string
}

const word = (value: Word) =>
  typeof value === 'string'
    ? value.slice(2).padStart(64, '0')
    : value.toString(16).padStart(64, '0')

/** A log by the signature of its event, its indexed words, and the words of its data. */
export function log(
  address: string,
  signature: string,
  indexed: readonly Word[] = [],
  data: readonly Word[] = [],
): WordLog {
  const topic = `0x${bytesToHex(keccak_256(utf8ToBytes(signature)))}`
  const topics = [topic, ...indexed.map((value) => `0x${word(value)}`)]
  return { address, topics, data: `0x${data.map(word).join('')}` }
}

/** Words of a dynamic value of fewer than 33 bytes, behind its offset. */
export const bytes = (hex: string): Word[] => [
  (hex.length - 2) / 2,
  `0x${hex.slice(2).padEnd(64, '0')}`,
]

const hash = (number: number, salt = 0) => `0x${word(number + salt * 2 ** 32)}`

/** Blocks from 1, each a list of transactions with their logs. Times are 1000 and 12 seconds for each block. */
export function chainOf(...blocks: readonly (readonly WordLog[])[][]): BlockData[] {
  return blocks.map((transactions, index) => {
    const number = index + 1
    const header = {
      number,
      hash: hash(number),
      parentHash: hash(number - 1),
      timestamp: 1000 + 12 * number,
    }
    const logs = transactions.flatMap((logs, transactionIndex) =>
      logs.map((one) => ({ ...one, transactionIndex })),
    )
    return {
      header,
      logs: logs.map((one, logIndex) => ({
        ...one,
        logIndex,
        transactionHash: hash(number, one.transactionIndex + 1),
        blockNumber: number,
        blockHash: header.hash,
      })),
    }
  })
}

/** An address of repeated hex digits. */
export const account = (digits: string) => `0x${digits.repeat(40 / digits.length)}`

/** Contracts of the core that the chains of these tests have. */
export const CORE = {
  DelegationManager: account('d1'),
  StrategyManager: account('d2'),
  AllocationManager: account('d3'),
  AVSDirectory: account('d4'),
}

/** Contracts of an AVS with a coordinator. */
export const contractsOf = (digit: string) => ({
  coordinator: account(`${digit}0`),
  stakeRegistry: account(`${digit}1`),
  blsApkRegistry: account(`${digit}2`),
  ejectionManager: account(`${digit}3`),
  vetoableSlasher: account(`${digit}4`),
})

/** A deployment file with these contracts of AVSs. */
export const deploymentOf = (...middleware: readonly Record<string, unknown>[]) => ({
  chainId: 31337,
  startBlock: 1,
  contracts: CORE,
  middleware,
})

/** The AVS says who registers its operators. */
export const registrarSet = (avs: string, registrar: string) =>
  log(CORE.AllocationManager, 'AVSRegistrarSet(address,address)', [], [avs, registrar])

/** A quorum of delegated stake is made: parameters by the coordinator, the rest by its stake registry. */
export function quorumMade(
  { coordinator, stakeRegistry }: { coordinator: string; stakeRegistry: string },
  number: number,
): WordLog[] {
  const params = 'OperatorSetParamsUpdated(uint8,(uint32,uint16,uint16))'
  return [
    log(coordinator, params, [number], [200, 11_000, 50]),
    log(stakeRegistry, 'QuorumCreated(uint8)', [number]),
    log(stakeRegistry, 'MinimumStakeForQuorumUpdated(uint8,uint96)', [number], [0]),
    log(stakeRegistry, 'StakeTypeSet(uint8)', [], [0]),
  ]
}

/** An operator enters a quorum with a weight. */
export function voted(
  of: { coordinator: string; stakeRegistry: string; blsApkRegistry: string },
  operator: string,
  { number = 0, stake }: { number?: number; stake: number },
): WordLog[] {
  const id = idOf(operator)
  const added = 'OperatorAddedToQuorums(address,bytes32,bytes)'
  return [
    log(of.coordinator, 'OperatorRegistered(address,bytes32)', [operator, id]),
    log(of.blsApkRegistry, added, [], [operator, id, 96, ...bytes(`0x${word(number).slice(-2)}`)]),
    log(of.stakeRegistry, 'OperatorStakeUpdate(bytes32,uint8,uint96)', [id], [number, stake]),
  ]
}

/** Id of an operator: that of an invented key. */
export const idOf = (operator: string) => `0x${operator.slice(2, 26)}${operator.slice(2)}`

/** The core has the operator. */
export const operatorMade = (operator: string) =>
  log(CORE.DelegationManager, 'OperatorRegistered(address,address)', [operator], [0])

/** Strategies with multipliers, as QuorumUpdated has them: a struct of one array, behind its offset. */
const strategiesOf = (strategies: readonly [pool: string, multiplier: number][]): Word[] => [
  32,
  strategies.length,
  ...strategies.flat(),
]

/** An ECDSA stake registry counts other strategies. */
export function ecdsaStrategies(
  registry: string,
  before: readonly [string, number][],
  after: readonly [string, number][],
): WordLog {
  const [old, current] = [strategiesOf(before), strategiesOf(after)]
  const signature = 'QuorumUpdated(((address,uint96)[]),((address,uint96)[]))'
  return log(registry, signature, [], [64, 64 + 32 * old.length, ...old, ...current])
}

/** An ECDSA stake registry records the weight of an operator, and with it the total. */
export const ecdsaWeight = (
  registry: string,
  operator: string,
  [before, after]: [number, number],
  [totalBefore, total]: [number, number],
): WordLog[] => [
  log(registry, 'OperatorWeightUpdated(address,uint256,uint256)', [operator], [before, after]),
  log(registry, 'TotalWeightUpdated(uint256,uint256)', [], [totalBefore, total]),
]

/** An operator registers with an ECDSA stake registry, or leaves it: the last log, behind those of its weight. */
export function ecdsaMember(registry: string, operator: string, avs: string, joins: boolean) {
  const status = 'OperatorAVSRegistrationStatusUpdated(address,address,uint8)'
  return [
    log(CORE.AVSDirectory, status, [operator, avs], [joins ? 1 : 0]),
    log(registry, `Operator${joins ? 'R' : 'Der'}egistered(address,address)`, [operator, avs]),
  ]
}

/** Shares of an operator in the core. */
export const sharesAdded = (operator: string, pool: string, shares: number) =>
  log(
    CORE.DelegationManager,
    'OperatorSharesIncreased(address,address,address,uint256)',
    [operator],
    [operator, pool, shares],
  )
