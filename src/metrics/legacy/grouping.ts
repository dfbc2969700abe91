import type { Grouping, Labels } from '../../reads/files/labels'
import { bad } from './arguments'

/** Kind of grouping that entities are made by, if the request names none. */
export const ENTITY = 'entity'

/**
 * The grouping of that kind.
 * @throws ApiError BAD_USER_INPUT if no label file has it
 */
export function groupingOf(labels: Labels, kind: string): Grouping {
  const grouping = labels.groupings.get(kind)
  if (grouping) return grouping
  const known = [...labels.groupings.keys()].join(', ')
  throw bad('grouping', kind, `Label files have ${known || 'no groupings'}; see docs/labels.md.`)
}
