import { createHash } from 'node:crypto'
import type { SchemaPart } from '../../metrics/define/part'
import type { RiskSources } from '../../metrics/define/sources'
import type { Work } from '../../metrics/define/work'
import { bad } from '../../metrics/legacy/arguments'
import { JOB_SECONDS } from '../../metrics/legacy/values'
import { JOB_DRAWS, lossArguments, prepareLosses } from '../../metrics/loss-distribution'
import { prepareRobustness, robustnessArguments } from '../../metrics/robustness'
import { prepareWorst, worstArguments } from '../../metrics/worst-operators'
import type { ApiContext, BlockInput } from '../../reads/context'
import { apiError } from '../../reads/errors'
import { digestAt } from '../../reads/graph/graphs'
import { Solver } from '../../solver/solver'
import type { Job, Jobs } from './jobs'

const typeDefs = /* GraphQL */ `
"Starts computations. Nothing that is indexed is changed."
type Mutation {
  """
  Starts a computation that may take longer than a request: exactly one of the arguments. It reads the state of its block
  now, and is computed when there is room for it; ask \`job\` for its progress and its result.

  The same arguments for the same state of the same block are the same job, which is computed once. Arguments that cannot be
  are refused here; so is a job too many (TOO_MANY_JOBS).
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
  "A job of this server. JOB_NOT_FOUND if it never had it, was started again since, or forgot it for newer ones: start it again."
  job("Id that \`startJob\` gave." id: String!): Job!
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
  "What \`lossDistribution\` answers."
  LOSS_DISTRIBUTION
  "What \`robustness\` answers."
  ROBUSTNESS
  "What \`worstOperators\` answers."
  WORST_OPERATORS
}

"Where a job is."
enum JobState {
  "It waits for others to be done."
  QUEUED
  "It is computed."
  RUNNING
  "Its result is there."
  DONE
  "It has no result: see \`error\`. It can be started again."
  FAILED
}

"A computation that outlives the request which started it."
type Job {
  "Its id, from chain, block, state of the database at the block, and arguments."
  id: String!
  "What it computes."
  kind: JobKind!
  "Where it is."
  state: JobState!
  "Block whose state is measured, as it was when the job was started: if the block was undone since, the hash tells."
  block: RiskBlock!
  "Digest of the database at the block, as in \`_meta\`: equal digests mean equal data. Null before the first block with logs."
  digest: Bytes
  "How far it is; null before anything was told, and of what takes no time."
  progress: JobProgress
  "When its computation began; null: not yet."
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

"How far a job is."
type JobProgress {
  "Draws, combinations of faults, or seconds of search that are done. It never falls."
  done: Int!
  "How many there are at most: a search that knows all ends before its time."
  total: Int!
}

"Why a job has no result."
type JobError {
  "Stable code, as \`extensions.code\` of errors: JOB_TIME_LIMIT, INTERNAL_SERVER_ERROR."
  code: String!
  "What happened."
  message: String!
  "The way out; null: none is known."
  hint: String
  "Names it in the log of the server; null where the log has nothing more."
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
    // Rates that polls tell, and so amounts that are priced, may change for a block that stays as it is.
    const polledAt = args.pricing ? (await context.head()).polledAt : null
    const state = [block.chainId, block.number, block.hash, digest, polledAt]
    const id = createHash('sha256')
      .update(JSON.stringify([state, kind, args]))
      .digest('hex')
    const known = jobs.find(id)
    if (known && known.state !== 'FAILED') return known
    jobs.requireRoom()
    // Of its own, so that it keeps no request waiting.
    const solver = new Solver()
    const work = await prepare({ ...sources, solver }, { ...args, block: named }, context)
    return jobs.start(id, { kind, block, digest: digest || null }, (watch) =>
      work(watch).finally(() => solver.close()),
    )
  }
}

/** Equal for arguments that mean the same: without what was not given, addresses in lower case, members by name. */
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
            hint: 'Start it again with the same arguments: a server forgets its jobs when it is restarted, and old ones for new ones.',
          })
        },
      },
      Job: Object.fromEntries(results),
    },
  }
}
