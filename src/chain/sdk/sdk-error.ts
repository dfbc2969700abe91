import { AssertionError } from 'node:assert'

/** Where in a run of the SDK an error was thrown. */
export type Stage = 'run' | 'hot blocks'

/**
 * What an error of the SDK means.
 * - `final-block-lost`: the last final block of the index is not on the chain of the providers, or they do not have it yet.
 * - `unknown`: anything else.
 */
export type SdkErrorKind = 'final-block-lost' | 'unknown'

/** An error that the SDK made, not one of ours that it passed on. */
export class SdkError extends Error {
  constructor(
    readonly kind: SdkErrorKind,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'SdkError'
  }
}

interface KnownError {
  kind: SdkErrorKind
  stage: Stage
  matches(error: Error): boolean
}

/** Errors of the SDK whose meaning is known. test/chain/sdk-errors.test.ts provokes each of them. */
export const KNOWN_ERRORS = {
  /** The Runner compares the last final block of the database with the data source when it starts. */
  otherBlockAtStart: {
    kind: 'final-block-lost',
    stage: 'run',
    matches: ({ message }) => /^already indexed block \S+ was not found on chain$/.test(message),
  },
  /** The HotProcessor walks a fork down, below the last final block, without finding a common ancestor. */
  noCommonAncestor: {
    kind: 'final-block-lost',
    stage: 'hot blocks',
    matches: (error) => error instanceof AssertionError,
  },
} as const satisfies Record<string, KnownError>

/** Wraps an error that the SDK threw, with its meaning. */
export function toSdkError(error: unknown, stage: Stage): SdkError {
  if (error instanceof SdkError) return error
  const known = Object.values<KnownError>(KNOWN_ERRORS).find(
    (one) => one.stage === stage && error instanceof Error && one.matches(error),
  )
  return new SdkError(known?.kind ?? 'unknown', error)
}
