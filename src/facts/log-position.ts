/** Position of a log in the chain. */
export interface LogPosition {
  block: number
  /** Unix seconds. */
  timestamp: number
  transactionHash: string
  transactionIndex: number
  logIndex: number
}
