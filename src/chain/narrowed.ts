import type { Hex, RawLog } from './types'

/**
 * Contracts of which only some logs are followed, as tokens that everybody has: those that name one of some accounts in their
 * second or third topic.
 */
export interface Narrowed {
  /** First topics of their logs that are followed. */
  topics: readonly Hex[]
  /**
   * The accounts that logs of a contract name if they are followed, as topics; null: all of its logs are. The list is the same
   * object for contracts with the same accounts, until an account is added.
   */
  accountsOf(address: Hex): readonly Hex[] | null
  /** Whether a log of a followed contract is followed. @param firstBlock from which on a contract is; infinity: it is not */
  isFollowed(log: RawLog, firstBlock: (address: Hex) => number): boolean
}
