import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { Logger } from 'pino'
import Piscina from 'piscina'
import type { Compute } from '../../metrics/define/computation'
import type { Progress } from '../../metrics/define/work'
import { ApiError, apiError } from '../../reads/errors'
import { untilAborted } from '../deadline'
import { threadFailure } from '../workers/failure'
import type { JobAnswer, JobTask } from './thread'

/** Threads are compiled code, also where tests run the sources. */
const THREAD = join(__dirname, '../../../lib/api/jobs/thread.js')
/** Megabytes of the heap of a thread; draws are beside it. */
const HEAP_MB = 512
/** A thread without a job ends after so long. */
const IDLE_MS = 30_000
/** Parts of results that are computed when they are requested: how many wait. */
const MAX_WAITING = 10

/** Threads for what jobs compute, and one for parts of their results, which are computed when they are requested. */
export class JobThreads {
  private readonly pool: Piscina<JobTask, JobAnswer>

  /** @param jobs that run at the same time */
  constructor(jobs: number, logger: Logger) {
    this.pool = new Piscina({
      filename: THREAD,
      minThreads: 0,
      maxThreads: jobs + 1,
      idleTimeout: IDLE_MS,
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    this.pool.on('error', (error) => logger.error({ err: error }, 'Job thread failed'))
  }

  /** Runs a computation in a thread, which ends with the signal of its observer. */
  readonly compute: Compute = async (computation, input, { signal, report }) => {
    if (this.pool.queueSize >= MAX_WAITING) throw overloaded()
    const { port1, port2 } = new MessageChannel()
    port1.on('message', (progress: Progress) => report(progress))
    const task = { name: computation.name, input, port: port2 }
    const running = this.pool
      .run(task, { transferList: [port2], ...(signal && { signal }) })
      .finally(() => port1.close())
    try {
      const answer = await untilAborted(running, signal)
      if ('refusal' in answer) throw refused(answer.refusal)
      if (answer.progress) report(answer.progress)
      return answer.output as Awaited<ReturnType<typeof computation.run>>
    } catch (error) {
      throw threadFailure(error, HEAP_MB)
    }
  }

  /** Terminates all threads. */
  async close(): Promise<void> {
    await this.pool.destroy()
  }
}

function refused({ message, extensions }: Pick<ApiError, 'message' | 'extensions'>): ApiError {
  const { code, ...rest } = extensions
  return new ApiError(code, message, rest)
}

function overloaded(): ApiError {
  return apiError('OVERLOADED', 'Other parts of results of jobs are being computed.', {
    limit: MAX_WAITING,
    hint: 'Try again in some seconds.',
    http: { status: 503, headers: { 'retry-after': '2' } },
  })
}
