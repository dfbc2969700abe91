import { EXIT, LinchpinError } from '../errors'

/** Numbers of the stable codes in `extensions.code`; docs/errors.md lists them. */
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
  SYNCING: 'LP4014',
  INDEXER_STOPPED: 'LP4015',
  INDEXER_SILENT: 'LP4016',
  PROVIDER_SILENT: 'LP4017',
  PROVIDER_BEHIND: 'LP4018',
  OLD_BLOCK: 'LP4019',
  BEHIND: 'LP4020',
  DATABASE_SILENT: 'LP4021',
  NOT_INDEXED: 'LP4022',
  REPLICA_BEHIND: 'LP4023',
  REPLICA_CONFLICT: 'LP4024',
  WARMING_UP: 'LP4025',
  REQUEST_CANCELLED: 'LP4029',
  OVERLOADED: 'LP4030',
  TOO_MANY_REQUESTS: 'LP4031',
  BAD_REQUEST: 'LP4032',
  METHOD_NOT_ALLOWED: 'LP4033',
  UNSUPPORTED_MEDIA_TYPE: 'LP4034',
  REQUEST_TIMEOUT: 'LP4035',
  HOST_NOT_ALLOWED: 'LP4036',
  ORIGIN_NOT_ALLOWED: 'LP4037',
  PERSISTED_QUERY_NOT_SUPPORTED: 'LP4038',
  JOB_CANCELLED: 'LP4039',
  NOT_FOUND: 'LP4040',
  CURSOR_TOO_OLD: 'LP4050',
  SLOW_LISTENER: 'LP4051',
  TOO_MANY_LISTENERS: 'LP4052',
  TOO_MANY_EXPORTS: 'LP4061',
  EXPORT_LIMIT: 'LP4062',
  EXPORT_NOT_READ: 'LP4063',
  VALUE_TOO_LARGE: 'LP4064',
  NOT_FINAL: 'LP4065',
  PROOFS_OFF: 'LP4070',
  NO_PROOFS: 'LP4071',
  NOT_PROVABLE: 'LP4072',
  UNKNOWN_LAYOUT: 'LP4073',
} as const

/** Value of `extensions.code`. */
export type ApiCode = keyof typeof NUMBERS

/** Whether `extensions.code` of an error is one of these codes. */
export function isApiCode(code: unknown): code is ApiCode {
  return typeof code === 'string' && Object.hasOwn(NUMBERS, code)
}

/** An error whose text is sent to clients of the API. */
export class ApiError extends LinchpinError {
  /** `extensions` of the GraphQL error: graphql-js takes them from the original error. */
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
 * @param message what happened, with the rejected value; never an error text of the database
 * @param extensions more of `extensions`: `hint` says what to do, `limit` and `asked` are numbers
 */
export function apiError(
  code: ApiCode,
  message: string,
  extensions: Record<string, unknown> = {},
): ApiError {
  return new ApiError(code, message, extensions)
}
