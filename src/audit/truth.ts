import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { EXIT, LinchpinError } from '../errors'
import { NO_VAULTS, type VaultTruth } from './vault-truth'

/** Amounts by pool. */
export type Amounts = Record<string, string>

/** Answers of the contracts at one block, in a recording. Zero and default values may be left out. */
export interface Truth extends VaultTruth {
  block: number
  blockHash: string
  operators: Record<
    string,
    {
      isOperator: boolean
      allocationDelay?: { isSet: boolean; delay: number }
      shares: Amounts
      maxMagnitude: Amounts
      encumberedMagnitude: Amounts
      allocatableMagnitude: Amounts
      slashableSharesInQueue: Amounts
    }
  >
  stakers: Record<
    string,
    {
      delegatedTo?: string
      deposit: Amounts
      withdrawable: Amounts
      depositScalingFactor: Amounts
      queued: {
        root: string
        delegatedTo: string
        nonce: string
        startBlock: number
        strategies: string[]
        scaledShares: string[]
        shares: string[]
      }[]
    }
  >
  operatorSets: Record<
    string,
    {
      strategies: string[]
      members: string[]
      slashable: string[]
      slasher: string
      slashCount: string
      redistributionRecipient: string
      allocations: {
        operator: string
        strategy: string
        currentMagnitude: string
        pendingDiff: string
        effectBlock: number
      }[]
      /** By operator. */
      allocatedStake: Record<string, Amounts>
      minSlashableNow: Record<string, Amounts>
      minSlashableAfterDeallocationDelay: Record<string, Amounts>
    }
  >
  burnOrRedistributable: {
    operatorSet: string
    slashId: string
    strategies: string[]
    shares: string[]
  }[]
  burnableETHShares: string
  /** By `<avs>|<operator>`: 1 registered, 0 not. For other pairs the contract was not called. */
  avsDirectory: Record<string, number>
  rewards: {
    roots: number
    defaultOperatorSplitBips: number
    activationDelay: number
    /** `<operator>|<avs>` -> bips; 0 is left out. */
    operatorAVSSplit: Record<string, number>
    /** `<operator>|<avs>|<set id>` -> bips. */
    operatorSetSplit: Record<string, number>
    /** `<earner>|<token>` -> base units. */
    cumulativeClaimed: Amounts
  }
  /** By owner. */
  pods: Record<string, { pod: string; beaconChainSlashingFactor: string; activeValidators: string }>
  /** By name of the contract. */
  paused: Record<string, string>
  /** By address. */
  strategies: Record<string, { paused: string }>
  /** By account. */
  admins: Record<string, string[]>
}

/** What a file does not have, of protocols that are not on its chain. */
const NOTHING: Omit<Truth, 'block' | 'blockHash'> = {
  operators: {},
  stakers: {},
  operatorSets: {},
  burnOrRedistributable: [],
  burnableETHShares: '0',
  avsDirectory: {},
  rewards: {
    roots: 0,
    defaultOperatorSplitBips: 0,
    activationDelay: 0,
    operatorAVSSplit: {},
    operatorSetSplit: {},
    cumulativeClaimed: {},
  },
  pods: {},
  paused: {},
  strategies: {},
  admins: {},
  ...NO_VAULTS,
}

/**
 * Reads a truth file, gzip or plain.
 * @throws LinchpinError LP2001 if it cannot be read, LP2005 if its content is invalid
 */
export function readTruth(file: string): Truth[] {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'no such file' : code
    const hint = 'name the GROUND_TRUTH.json.gz of a recording'
    throw new LinchpinError('LP2001', `truth ${file}: ${reason}`, hint, EXIT.DATA, { cause })
  }
  try {
    const text = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes
    const { checkpoints } = JSON.parse(text.toString()) as { checkpoints: Partial<Truth>[] }
    if (!checkpoints.every(({ block }) => Number.isInteger(block)))
      throw new Error('a checkpoint has no block number')
    return checkpoints.map((one) => ({ ...NOTHING, ...one }) as Truth)
  } catch (cause) {
    const message = `truth ${file}: is truncated, or has no list of checkpoints`
    const hint = 'name the GROUND_TRUTH.json.gz of a recording, or its JSON'
    throw new LinchpinError('LP2005', message, hint, EXIT.DATA, { cause })
  }
}

/** Entries of a record of records: key `<outer> <inner>`. */
export function* pairs<T>(
  outer: Record<string, T>,
  pick: (value: T) => Amounts | undefined,
): Generator<[string, string]> {
  for (const [key, value] of Object.entries(outer)) {
    for (const [inner, amount] of Object.entries(pick(value) ?? {})) {
      yield [`${key} ${inner}`, amount]
    }
  }
}
