/** What a check found. */
export interface Problem {
  /** What is wrong, with the values, without secrets. */
  problem: string
  /** The line that mends it: a variable, a statement of SQL, a command. */
  fix: string
  /** Code of docs/errors.md that a start would end with; null: none. */
  code: string | null
  /** Exit code of such a start; null: nothing ends, this is advice. */
  exitCode: number | null
}

/** Why a check could not be made. */
export interface Unchecked {
  unchecked: string
}

export type Outcome = readonly Problem[] | Unchecked

/** One thing that is checked: a pure function of probed facts. */
export interface Check<Facts> {
  /** Stable name, of docs/doctor.md. */
  id: string
  run(facts: Facts): Outcome
}

/** An error of docs/errors.md as plain values. */
export interface KnownError {
  code: string
  message: string
  hint: string
  exitCode: number
}

/** The problem that an error is. */
export function problemOf({ code, message, hint, exitCode }: KnownError): Problem {
  return { problem: message, fix: hint, code, exitCode }
}

/** Advice: nothing ends by it. */
export function advice(problem: string, fix: string): Problem {
  return { problem, fix, code: null, exitCode: null }
}

/** A fault: a start would end with it, or data would be lost. */
export function fault(
  problem: string,
  fix: string,
  exitCode: number,
  code: string | null = null,
): Problem {
  return { problem, fix, code, exitCode }
}

/** Why a check could not be made. */
export function unchecked(reason: string): Unchecked {
  return { unchecked: reason }
}
