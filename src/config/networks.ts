import type { ContractKind } from '../facts/enums.generated'
import type { Answers } from './listed-answers'

/** A contract known before the first block is read. */
export interface KnownContract {
  /** Lower-case address. */
  address: string
  /** Determines the ABI that decodes its logs. */
  kind: ContractKind
  /** Name in the protocol's own deployment lists. */
  name: string
  /** Contract that it belongs to, as a stake registry to its coordinator. */
  parent?: string
}

/** Constants of the contracts, which no event carries; null: unknown, and values that depend on it are null. */
export interface Constants {
  /** DelegationManager.minWithdrawalDelayBlocks. */
  minWithdrawalDelayBlocks: number | null
  /** AllocationManager.DEALLOCATION_DELAY. */
  deallocationDelayBlocks: number | null
}

/** A feed whose answers are indexed as prices. */
export interface PriceFeed {
  /** Lower-case address of the aggregator, which emits AnswerUpdated (not of a proxy before it). */
  feed: string
  /** Lower-case address of the token; the zero address is native ETH. */
  asset: string
  numeraire: 'ETH' | 'USD'
  /** Decimals of the answers. */
  decimals: number
}

/** A deployment of one or both protocols on one chain. */
export interface Network {
  /** `mainnet`, `holesky`, `hoodi`, `sepolia` or `custom`. */
  name: string
  chainId: number
  /** First block that can have a log of a known contract. */
  startBlock: number
  /** Blocks below the head after which a block counts as final. */
  finality: number
  constants: Constants
  contracts: readonly KnownContract[]
  /** Price feeds that are also followed. */
  priceFeeds?: readonly PriceFeed[]
  /** What contracts would answer, by address, from a deployment file: a recorded chain has none that could be asked. */
  answers?: ReadonlyMap<string, Answers>
  /** Names in a deployment file that say nothing to this project: their contracts are not followed. */
  unknownNames?: readonly string[]
  /** The network with the contracts that earlier versions followed, of which an index is continued. */
  earlier?: Network
  /** Contracts of the network that the index does not follow, because an earlier version began it. */
  notFollowed?: readonly KnownContract[]
}
