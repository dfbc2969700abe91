import type { Params } from '../http/edge/params'
import type { Answers } from './answers'
import type { Yoga } from './graphql'
import type { Trace } from './trace'

/** Answers an operation that another endpoint asks, as /graphql would; returns the response, without its HTTP. */
export async function askGraphql(
  { yoga, answers }: { yoga: Yoga; answers: Answers },
  params: Params,
  trace: Trace,
): Promise<unknown> {
  const answer = await answers.answer(params, trace)
  if (answer) return JSON.parse(answer.body.toString())
  await trace.turn?.()
  const response = await yoga.fetch(
    'http://localhost/graphql',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(params),
    },
    { trace },
  )
  return response.json()
}
