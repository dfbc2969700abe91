/** Exit codes of every command, after sysexits(3): what a supervisor should do with a stop. */
export const EXIT = {
  /** Done. */
  OK: 0,
  /** A difference was found, or a command was used wrongly. */
  FAILED: 1,
  /** Data refused: another network, a broken recording, a reorg deeper than finality. A human decides. */
  DATA: 65,
  /** Something needed does not answer: database, RPC, port. A restart may help. */
  UNAVAILABLE: 69,
  /** A defect of Linchpin. */
  BUG: 70,
  /** Wrong configuration. */
  CONFIG: 78,
} as const

/**
 * An error for the person who must act.
 *
 * `code` is stable and documented in docs/errors.md: LP1xxx configuration, LP2xxx chain data, LP3xxx database,
 * LP4xxx API. `message` says what happened, with which value; `hint` says what to do. Neither holds a secret.
 */
export class LinchpinError extends Error {
  readonly code: string
  readonly hint: string
  readonly exitCode: number

  constructor(
    code: string,
    message: string,
    hint: string,
    exitCode: number,
    options?: { cause?: unknown },
  ) {
    super(message, options)
    this.name = 'LinchpinError'
    this.code = code
    this.hint = hint
    this.exitCode = exitCode
  }
}
