import { createLogQuery, type LogQuery } from './log-query'
import { createTopicQuery, type TopicQueryOptions } from './topic-query'

/** The logs of contracts from the providers of a client: by address, or by topic where that takes fewer calls. */
export function createProviderQuery(options: Omit<TopicQueryOptions, 'byAddress'>): LogQuery {
  const { rpc, maxAddresses, attempts } = options
  return createTopicQuery({ ...options, byAddress: createLogQuery(rpc, maxAddresses, attempts) })
}
