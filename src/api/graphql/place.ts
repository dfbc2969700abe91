import { apiError } from '../../reads/errors'
import type { CheckedOperation } from './check'

/** Where an operation runs: on the thread that serves requests, or on one that may compute for long. */
export type Place = 'MAIN' | 'WORKER'

/** Estimated milliseconds for which an operation may compute on the thread that serves requests. */
const MAIN_MS = 30
/** Fields of the jobs, which are in this process. */
const OF_JOBS = new Set(['job', 'startJob', 'cancelJob'])

/**
 * Where an operation runs, by the estimate of its cost. Many short fields are long together; rows of entities are computed by
 * Postgres, and what jobs compute has threads of its own.
 *
 * @throws ApiError BAD_USER_INPUT for a long computation beside a job
 */
export function placeOf({ fields, milliseconds }: CheckedOperation): Place {
  const work = fields.map(({ name }, index) => (OF_JOBS.has(name) ? 0 : milliseconds[index]!))
  if (work.reduce((sum, one) => sum + one, 0) <= MAIN_MS) return 'MAIN'
  const job = fields.find(({ name }) => OF_JOBS.has(name))
  if (!job) return 'WORKER'
  const long = fields[work.indexOf(Math.max(...work))]!
  throw apiError('BAD_USER_INPUT', `${job.name} and ${long.name} are in one operation.`, {
    hint: 'Send them as two operations.',
  })
}
