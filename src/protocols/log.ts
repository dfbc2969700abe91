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

/** A contract that a log reveals, followed from the block of the log on. */
export interface FoundContract {
  address: string
  kind: ContractKind
  name: string
}
