import { createHash } from 'node:crypto'
import { bad } from '../../metrics/define/arguments'
import type { SchemaPart } from '../../metrics/define/part'
import type { RiskSources } from '../../metrics/define/sources'
import { JOB_SECONDS } from '../../metrics/define/values'
import type { Work } from '../../metrics/define/work'
import { JOB_DRAWS, lossArguments, prepareLosses } from '../../metrics/loss-distribution'
import { prepareRobustness, robustnessArguments } from '../../metrics/robustness'
import { prepareWorst, worstArguments } from '../../metrics/worst-operators'
import type { ApiContext, BlockInput } from '../../reads/context'
import { apiError } from '../../reads/errors'
import { digestAt } from '../../reads/graph/graphs'
import { Solver } from '../../solver/solver'
import type { Job, Jobs } from './jobs'

const typeDefs = /* GraphQL */ `
"Starts computations. Indexed data is never changed."
type Mutation {
  """
  Starts a computation that may take longer than a request, given by exactly one argument. It reads its block now, and runs
  as soon as fewer jobs are running; query \`job\` for its progress and its result.

  The same arguments for the same state of the same block are the same job, which runs once. Invalid arguments are rejected
  here. If the queue is full, the error is TOO_MANY_JOBS.
  """
  startJob(
    "As the field \`lossDistribution\`, with more draws."
    lossDistribution: LossDistributionJob
    "As the field \`robustness\`, with a longer search."
    robustness: RobustnessJob
    "As the field \`worstOperators\`, with a longer search."
    worstOperators: WorstOperatorsJob
  ): Job!
}

extend type Query {
  "A job of this server. JOB_NOT_FOUND if there is none with this id: the server was restarted, or has removed old jobs. Start it again."
  job("Id from \`startJob\`." id: String!): Job!
}

"Arguments of \`lossDistribution\`, with the limits of a job."
input LossDistributionJob {${lossArguments(JOB_DRAWS)}
}

"Arguments of \`robustness\`, with the limits of a job."
input RobustnessJob {${robustnessArguments(JOB_SECONDS)}
}

"Arguments of \`worstOperators\`, with the limits of a job."
input WorstOperatorsJob {${worstArguments(JOB_SECONDS)}
}

"What a job computes."
enum JobKind {
  "The field \`lossDistribution\`."
  LOSS_DISTRIBUTION
  "The field \`robustness\`."
  ROBUSTNESS
  "The field \`worstOperators\`."
  WORST_OPERATORS
}

"State of a job."
enum JobState {
  "It waits for other jobs."
  QUEUED
  "It is running."
  RUNNING
  "It has a result."
  DONE
  "It has no result: see \`error\`. It can be started again."
  FAILED
}

"A computation that may take longer than the request that started it."
type Job {
  "Hash of chain, block, state of the database at the block, and arguments."
  id: String!
  "What it computes."
  kind: JobKind!
  "Its state."
  state: JobState!
  "Block that it reads, as of the start of the job: if a reorganization has replaced the block since, its hash differs."
  block: RiskBlock!
  "Digest of the database at the block, as in \`_meta\`: equal digests mean equal data. Null before the first block with logs."
  digest: Bytes
  "Progress; null before the first report, and for computations that take no time."
  progress: JobProgress
  "When it started to run; null: not yet."
  startedAt: UnixTime
  "When it ended; null: not yet."
  finishedAt: UnixTime
  "Result of a LOSS_DISTRIBUTION that is DONE; else null."
  lossDistribution: LossDistribution
  "Result of a ROBUSTNESS that is DONE; else null."
  robustness: Robustness
  "Result of a WORST_OPERATORS that is DONE; else null."
  worstOperators: WorstOperators
  "Why it FAILED; else null."
  error: JobError
}

"Progress of a job."
type JobProgress {
  "Draws, combinations of faults, or seconds of search that are done. It never decreases."
  done: Int!
  "Maximum of \`done\`: a search that is complete ends early."
  total: Int!
}

"Why a job has no result."
type JobError {
  "Stable code, as \`extensions.code\` of errors: JOB_TIME_LIMIT, INTERNAL_SERVER_ERROR."
  code: String!
  "What happened."
  message: String!
  "What to do; null: unknown."
  hint: String
  "Id of the error in the server log; null if the log has no details."
  requestId: String
}
`

interface Kind {
  /** Argument of \`startJob\`, and field of the result. */
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: graphql-js passes what the schema says
  prepare(sources: RiskSources, args: any, context: ApiContext): Promise<Work<unknown>>
}

const KINDS: Readonly<Record<string, Kind>> = {
  LOSS_DISTRIBUTION: {
    name: 'lossDistribution',
    prepare: (sources, args, context) => prepareLosses(sources, args, context, JOB_DRAWS),
  },
  ROBUSTNESS: {
    name: 'robustness',
    prepare: (sources, args, context) => prepareRobustness(sources, args, context, JOB_SECONDS),
  },
  WORST_OPERATORS: {
    name: 'worstOperators',
    prepare: (sources, args, context) => prepareWorst(sources, args, context, JOB_SECONDS),
  },
}

type Given = Readonly<Record<string, unknown>>

function startJob(sources: RiskSources, jobs: Jobs) {
  return async (_: unknown, given: Given, context: ApiContext): Promise<Job> => {
    const [first, ...others] = Object.entries(KINDS).filter(([, { name }]) => given[name] != null)
    if (first === undefined || others.length > 0) {
      const names = Object.values(KINDS).map(({ name }) => name)
      const asked = names.filter((name) => given[name] != null)
      throw bad('startJob', asked, `Give one of ${names.join(', ')}.`)
    }
    const [kind, { name, prepare }] = first
    const { block: named, ...args } = canonical(given[name]) as Given & { block?: BlockInput }
    const block = await context.at(named)
    const digest = await digestAt(context, block.number)
    // A poll may change the rates of pools, and so priced amounts, of a block that is stored already.
    const polledAt = args.pricing ? (await context.head()).polledAt : null
    const state = [block.chainId, block.number, block.hash, digest, polledAt]
    const id = createHash('sha256')
      .update(JSON.stringify([state, kind, args]))
      .digest('hex')
    const known = jobs.find(id)
    if (known && known.state !== 'FAILED') return known
    jobs.requireCapacity()
    // A separate solver, so that no request waits for it.
    const solver = new Solver()
    const work = await prepare({ ...sources, solver }, { ...args, block: named }, context)
    return jobs.start(id, { kind, block, digest: digest || null }, (watch) =>
      work(watch).finally(() => solver.close()),
    )
  }
}

/** Arguments in canonical form: without nulls, addresses in lower case, keys sorted. */
function canonical(value: unknown): unknown {
  if (typeof value === 'string') return /^0x[0-9a-f]{40}/i.test(value) ? value.toLowerCase() : value
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member != null)
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, canonical(member)]),
  )
}

/** Mutation `startJob` and field `job`. */
export function jobsSchema(sources: RiskSources, jobs: Jobs): SchemaPart {
  const results = Object.entries(KINDS).map(([kind, { name }]) => [
    name,
    (job: Job) => (job.kind === kind ? job.result : null),
  ])
  return {
    typeDefs,
    resolvers: {
      Mutation: { startJob: startJob(sources, jobs) },
      Query: {
        job(_: unknown, { id }: { id: string }) {
          const job = jobs.find(id)
          if (job) return job
          throw apiError('JOB_NOT_FOUND', 'There is no job with this id.', {
            hint: 'Start it again with the same arguments: jobs are lost when the server restarts, and old jobs are removed for new ones.',
          })
        },
      },
      Job: Object.fromEntries(results),
    },
  }
}
