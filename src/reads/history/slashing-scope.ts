/** Which slashings to read: those that fit all given parts; null: any. */
export interface SlashingScope {
  readonly operator: string | null
  readonly avs: string | null
  readonly operatorSet: string | null
}

/** Blocks in which an operator set of the AVS could slash the operator. */
export interface SlashableTime {
  operator: string
  avs: string
  first: number
  last: number
}
