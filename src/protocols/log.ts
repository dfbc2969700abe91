import type { ContractKind } from '../facts/enums.generated'

/** A log as any data source has it; hex is lower-case. */
export interface SourceLog {
  address: string
  topics: string[]
  data: string
  transactionHash: string
  transactionIndex: number
  logIndex: number
}

/** The block of a log. */
export interface SourceBlock {
  number: number
  /** Unix seconds. */
  timestamp: number
}

/** A contract whose logs are followed. */
export interface Followed {
  kind: ContractKind
  /** Contract that it belongs to, as a delegator to its vault; null: none, or not linked yet. */
  parent: string | null
}

/** What is known of a followed contract; undefined for any other address. */
export type KindOf = (address: string) => Followed | undefined

/** A contract that a log reveals, followed from the block of the log on. */
export interface FoundContract {
  address: string
  kind: ContractKind
  name: string
  /** Contract that it belongs to, where a deployment file says so. */
  parent?: string
}

/** A contract that a log says belongs to another. */
export interface LinkedContract {
  address: string
  parent: string
}

/** What a log reveals of contracts. */
export type Revealed = FoundContract | LinkedContract

/** Whether a log reveals a new contract, rather than to whom it belongs. */
export function isFound(revealed: Revealed): revealed is FoundContract {
  return 'kind' in revealed
}

/** What a contract answered when it was asked for what no log says. */
export interface ContractAnswers {
  address: string
  kind: ContractKind
  parent: string | null
  /** JSON values by name; null: it did not answer. */
  values: Readonly<Record<string, unknown>>
}
