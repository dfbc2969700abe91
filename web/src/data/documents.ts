import measured from '../queries/risk-meta.graphql?raw'
import seriesPoints from '../queries/series-points.graphql?raw'
import stamp from '../queries/stamp.graphql?raw'
import type { Query } from './use-query'

/** A document of `queries`, with the fragments that it uses. @param more those that few use */
export function document<T, V extends object>(text: string, ...more: string[]): Query<T, V> {
  const fragments = [
    ...(text.includes('...Stamp') ? [stamp] : []),
    ...(text.includes('...Measured') ? [measured] : []),
    ...(text.includes('...SeriesPoints') ? [seriesPoints] : []),
  ]
  return { text: [text, ...more, ...fragments].join('\n') }
}
