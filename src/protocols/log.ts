/** A log with lower-case hex, as any source gives it. */
export interface SourceLog {
  address: string
  topics: string[]
  data: string
  transactionHash: string
  transactionIndex: number
  logIndex: number
}

/** The block a log is in. */
export interface SourceBlock {
  number: number
  /** Unix seconds. */
  timestamp: number
}

/** A contract that a log reveals, to be followed from this block on. */
export interface FoundContract {
  address: string
  kind: string
  name: string
}
