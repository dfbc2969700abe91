import type { RootField } from '../../metrics/define/metric'
import type { RiskSources } from '../../metrics/define/sources'
import type { Work } from '../../metrics/define/work'
import type { ApiContext, BlockInput, BlockPoint } from '../../reads/context'
import type { Job } from './jobs'

/** Arguments as GraphQL coerced them. */
export type Given = Readonly<Record<string, unknown>>

/** What jobs can compute. */
export interface JobKind {
  /** Value of `JobKind`. */
  readonly kind: string
  /** Name of the argument of `startJob`, and of the field of `Job` with the result. */
  readonly name: string
  /** The block that it is about. */
  at(named: BlockInput | null | undefined, context: ApiContext): Promise<BlockPoint>
  /** Reads what it needs; what is returned makes no query in this operation. @throws ApiError for arguments that it does not take */
  prepare(given: Given, block: BlockPoint, context: ApiContext): Promise<Work<unknown>>
  /** Value of the field of a job that is DONE: the resolvers of its type serialize it when it is requested. */
  resultOf(job: Job): unknown
}

/** A job that computes what a field does, with other limits. */
export function fieldKind(kind: string, field: RootField, sources: RiskSources): JobKind {
  return {
    kind,
    name: field.name,
    at: (named, context) => context.at(named),
    prepare: (given, _, context) => field.prepare(sources, given, context),
    resultOf: ({ result }) => result,
  }
}
