import type { Labels } from '../../reads/files/labels'
import { address, bad, checkCount, MAX_LISTED } from '../legacy/arguments'
import { groupingOf } from '../legacy/grouping'
import type { Meta } from '../legacy/meta'

/** Arguments that say whose stake is looked at, as they came. */
export interface StakersInput {
  staker?: string | null
  stakers?: readonly string[] | null
  group?: { kind: string; name: string } | null
}

/** SDL of the group of stakers. */
export const stakerGroupTypeDefs = /* GraphQL */ `
"A group of the label files (docs/labels.md): a claim of their authors, not of the chain."
input LabelGroupInput {
  "Kind of grouping."
  kind: String!
  "Name of the group."
  name: String!
}
`

/** Addresses of the stakers, each once, and what was assumed about them. */
export interface NamedStakers {
  addresses: readonly string[]
  assumptions: Meta['assumptions']
}

/**
 * The stakers that are named: by exactly one of the three.
 * @param labels of the chain
 * @throws ApiError BAD_USER_INPUT, and LIMIT_EXCEEDED above 1000 stakers
 */
export function readStakers(input: StakersInput, labels: Labels): NamedStakers {
  const { staker, stakers, group } = input
  const given = Object.entries({ staker, stakers, group }).filter(([, value]) => value != null)
  if (given.length !== 1) {
    const names = given.map(([name]) => name)
    throw bad('staker', names, 'Give one of staker, stakers and group.')
  }
  if (group != null) return labelled(group, labels)
  if (stakers == null) return { addresses: [address('staker', staker!)], assumptions: [] }
  const addresses = [...new Set(stakers.map((one) => address('stakers', one)))]
  checkCount('stakers', addresses.length, MAX_LISTED)
  return { addresses, assumptions: [] }
}

function labelled({ kind, name }: { kind: string; name: string }, labels: Labels): NamedStakers {
  const { groupOf, version } = groupingOf(labels, kind)
  const addresses = [...groupOf].flatMap(([one, group]) => (group === name ? [one] : []))
  if (addresses.length === 0) {
    const known = [...new Set(groupOf.values())].slice(0, 20).join(', ')
    throw bad('group.name', name, `Groups of the kind ${kind} are: ${known}.`)
  }
  checkCount('stakers', addresses.length, MAX_LISTED)
  return { addresses, assumptions: [{ name: 'group', value: `${name} of ${version}` }] }
}
