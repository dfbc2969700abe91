import { setTimeout } from 'node:timers/promises'
import type { TestApi } from './api-client'

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for
type Answer = any

/** A job as the API returns it when it has ended. @param fields with `finishedAt` */
export async function ended(
  api: Pick<TestApi, 'ask'>,
  id: string,
  fields: string,
): Promise<Answer> {
  for (;;) {
    const { job } = await api.ask(`{ job(id: "${id}") { ${fields} } }`)
    if (job.finishedAt !== null) return job
    await setTimeout(20)
  }
}

/** Fields of a job that proves a figure. */
export const PROOF_FIELDS = `state finishedAt progress { done total } error { code message hint requestId }
  proof { figure block { number hash timestamp } value indexed equalsIndex path bytes slots calls }`

/** Starts a job that proves a figure. @param more of its arguments */
export async function startProof(
  api: Pick<TestApi, 'ask'>,
  figure: string,
  args: readonly string[],
  more = '',
): Promise<{ id: string; token: string; block: { number: number } }> {
  const proof = `figure: "${figure}", arguments: ${JSON.stringify(args)} ${more}`
  const fields = 'id token block { number }'
  return (await api.ask(`mutation { startJob(proof: {${proof}}) { ${fields} } }`)).startJob
}
