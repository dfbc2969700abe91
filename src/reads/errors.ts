import { EXIT, LinchpinError } from '../errors'

/** Stable codes in `extensions.code`; each has its number in docs/errors.md. */
const NUMBERS = {
  BAD_USER_INPUT: 'LP4001',
  BAD_CURSOR: 'LP4002',
  BLOCK_NOT_INDEXED: 'LP4003',
  NOT_READY: 'LP4004',
  LIMIT_EXCEEDED: 'LP4005',
  COST_EXCEEDED: 'LP4006',
  QUERY_TIMEOUT: 'LP4007',
  GRAPHQL_PARSE_FAILED: 'LP4008',
  GRAPHQL_VALIDATION_FAILED: 'LP4009',
  INTERNAL_SERVER_ERROR: 'LP4010',
  JOB_NOT_FOUND: 'LP4011',
  TOO_MANY_JOBS: 'LP4012',
  JOB_TIME_LIMIT: 'LP4013',
} as const

/** Value of `extensions.code` that clients may rely on. */
export type ApiCode = keyof typeof NUMBERS

/** Whether an error of a library already has one of our codes. */
export function isApiCode(code: unknown): code is ApiCode {
  return typeof code === 'string' && Object.hasOwn(NUMBERS, code)
}

/** An error that a client of the API may read as it is. */
export class ApiError extends LinchpinError {
  /** Sent as the `extensions` of the GraphQL error: graphql-js takes them from the original error. */
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: ApiCode }

  constructor(
    code: ApiCode,
    message: string,
    extensions: Record<string, unknown>,
    options?: { cause?: unknown },
  ) {
    const hint = typeof extensions.hint === 'string' ? extensions.hint : ''
    super(NUMBERS[code], message, hint, EXIT.FAILED, options)
    this.name = 'ApiError'
    this.extensions = { code, ...extensions }
  }
}

/**
 * An error for the client of the API.
 *
 * @param code stable code of `extensions.code`
 * @param message what happened, with the value that was asked for; never text of the database
 * @param extensions further members of `extensions`: `hint` says the way out, `limit` and `asked` name numbers
 */
export function apiError(
  code: ApiCode,
  message: string,
  extensions: Record<string, unknown> = {},
): ApiError {
  return new ApiError(code, message, extensions)
}
