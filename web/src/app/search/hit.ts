import type { SearchQuery } from '../../data/types.generated'
import { hrefOf } from '../place'

type Hit = SearchQuery['search'][number]

export const TYPE_NAMES: Readonly<Record<Hit['type'], string>> = {
  OPERATOR: 'Operator',
  SERVICE: 'Service',
  POOL: 'Pool',
  ASSET: 'Asset',
  STAKER: 'Staker',
}

/** The page about a hit, in the view of these parameters. */
export function hrefOfHit({ type, member: { id } }: Hit, params: URLSearchParams): string {
  if (type === 'OPERATOR') return hrefOf('operators', id, params)
  if (type === 'SERVICE') return hrefOf('services', id, params)
  if (type === 'STAKER') return hrefOf('stakers', id, params)
  return hrefOf('pools', id, params)
}
