import type { RuleSpec } from './file'

/** Runs one statement in the transaction of the evaluation; rows as objects. */
export type Query = <T>(text: string, params?: unknown[]) => Promise<T[]>

/** What a rule says of one subject. */
export interface Verdict {
  /** By which the rule counts: an operator, an operator set, a pool. */
  subject: string
  /** Null: between the two thresholds, so it stays as it is. */
  fires: boolean | null
  /** Keys of all that it is about. */
  subjects: string[]
  data: Record<string, unknown>
}

/** A rule about the state at a block. */
export interface StateRule {
  /** Keys of what has to be evaluated after a change; of a row `block` the pools whose stake changed. */
  touched(kind: string, data: Record<string, unknown>): string[]
  /**
   * @param keys null: all
   * @param fired subjects that are fired
   */
  judge(
    query: Query,
    block: number,
    keys: string[] | null,
    fired: readonly string[],
  ): Promise<Verdict[]>
}

/** A rule about single changes, which nothing clears. */
export interface EventRule {
  /** Null: not about this change. */
  match(
    kind: string,
    subjects: string[],
    data: Record<string, unknown>,
  ): Omit<Verdict, 'fires'> | null
}

/** A rule about the index itself, evaluated every few seconds. */
export interface StatusRule {
  judgeStatus(query: Query, fired: readonly string[]): Promise<Verdict[]>
}

/** A rule of the file, with what evaluates it. */
export interface Rule {
  name: string
  spec: RuleSpec
  state: StateRule | null
  event: EventRule | null
  status: StatusRule | null
}
