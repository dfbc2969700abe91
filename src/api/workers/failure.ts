import { apiError } from '../../reads/errors'

/** The error of a computation whose thread failed. @param megabytes of its heap */
export function threadFailure(error: unknown, megabytes: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return error
  return apiError('LIMIT_EXCEEDED', `It needs more than ${megabytes} MB of memory.`, {
    limit: megabytes,
    hint: 'Ask for less at a time: fewer fields, items, points or draws.',
  })
}
