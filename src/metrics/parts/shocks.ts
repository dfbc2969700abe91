import type { Labels } from '../../reads/labels'
import type { Shock } from '../../risk/contagion/shock'
import type { StakeGraph } from '../../risk/graph/graph'
import { toWadUp, WAD } from '../../risk/math/wad'
import { address, bad, place, readPart, setKey } from '../define/arguments'
import { groupingOf } from '../define/grouping'

interface PoolPart {
  pool: string
  fraction: string
}

/** Input ShockInput, as it came. */
export interface ShockInput {
  slash?: { operator: string; operatorSet: string; pools: string[]; wads: string[] } | null
  group?: {
    operators?: string[] | null
    grouping?: string | null
    name?: string | null
    avss?: string[] | null
    fraction: string
  } | null
  byzantineAvs?: { avs: string } | null
  loss?: { operator: string; fraction: string } | null
  drainPool?: PoolPart | null
  massExit?: PoolPart | null
  depeg?: PoolPart | null
}

/** What is named is not there at the block. */
export const UNKNOWN = Symbol('unknown')

/**
 * Shocks by positions in the graph; UNKNOWN if one names what is not there.
 * @throws ApiError BAD_USER_INPUT on input that can never be right
 */
export function readShocks(
  inputs: readonly ShockInput[],
  graph: StakeGraph,
  labels: Labels,
): Shock[] | typeof UNKNOWN {
  const shocks = inputs.map((input) => readShock(input, graph, labels))
  return shocks.includes(UNKNOWN) ? UNKNOWN : (shocks as Shock[])
}

function readShock(input: ShockInput, graph: StakeGraph, labels: Labels): Shock | typeof UNKNOWN {
  const given = Object.entries(input).filter(([, value]) => value != null)
  if (given.length !== 1) {
    throw bad('shocks', input, 'A shock has exactly one member: slash, group, depeg...')
  }
  const { slash, group, byzantineAvs, loss, drainPool, massExit, depeg } = input
  if (slash) return readSlash(slash, graph)
  if (group) return readGroup(group, graph, labels)
  if (byzantineAvs) {
    const service = find(graph.services, address('byzantineAvs.avs', byzantineAvs.avs))
    return service === null ? UNKNOWN : { kind: 'BYZANTINE', service }
  }
  if (loss) {
    const part = readPart('loss.fraction', loss.fraction)
    const operator = find(graph.operators, address('loss.operator', loss.operator))
    return operator === null ? UNKNOWN : { kind: 'LOSS', operator, part }
  }
  const [kind, { pool: name, fraction }] = drainPool
    ? (['DRAIN', drainPool] as const)
    : massExit
      ? (['EXIT', massExit] as const)
      : (['DEPEG', depeg!] as const)
  const part = readPart(`${given[0]![0]}.fraction`, fraction)
  const pool = find(graph.pools, address(`${given[0]![0]}.pool`, name))
  return pool === null ? UNKNOWN : { kind, pool, part }
}

function readSlash(input: NonNullable<ShockInput['slash']>, graph: StakeGraph) {
  const keys = input.pools.map((pool) => address('slash.pools', pool))
  const wads = input.wads.map(BigInt)
  if (keys.length === 0) throw bad('slash.pools', keys, 'Name one pool or more.')
  if (new Set(keys).size !== keys.length) throw bad('slash.pools', input.pools, 'One is twice.')
  if (wads.length !== keys.length) throw bad('slash.wads', input.wads, 'Give one for each pool.')
  for (const wad of wads) {
    if (wad <= 0n || wad > WAD) throw bad('slash.wads', `${wad}`, 'A wad is from 1 to 1e18.')
  }
  const operator = find(graph.operators, address('slash.operator', input.operator))
  const ids = graph.sets.map(({ id }) => id)
  const set = find(ids, setKey('slash.operatorSet', input.operatorSet))
  const pools = keys.map((key) => find(graph.pools, key))
  if (operator === null || set === null || pools.includes(null)) return UNKNOWN
  return { kind: 'SLASH' as const, operator, set, pools: pools as number[], wads }
}

function readGroup(
  { operators, grouping, name, avss, fraction }: NonNullable<ShockInput['group']>,
  graph: StakeGraph,
  labels: Labels,
) {
  const part = readPart('group.fraction', fraction)
  const wad = toWadUp(part)
  if (wad === 0n) throw bad('group.fraction', fraction, 'A fraction is above 0.')
  if ((operators != null) === (grouping != null)) {
    throw bad('group', { operators, grouping }, 'Give operators, or a grouping and a name.')
  }
  const named =
    grouping != null
      ? [...groupingOf(labels, grouping).groupOf].flatMap(([id, group]) =>
          group === name ? [id] : [],
        )
      : operators!.map((one) => address('group.operators', one))
  if (named.length === 0) throw bad('group.name', name, 'No address is in that group.')
  const found = named.map((one) => find(graph.operators, one))
  const services = avss?.map((one) => find(graph.services, address('group.avss', one))) ?? null
  // Labels name operators of all times; those that a request names must be there.
  if (operators != null && found.includes(null)) return UNKNOWN
  if (services?.includes(null)) return UNKNOWN
  const known = found.filter((one): one is number => one !== null)
  return { kind: 'GROUP' as const, operators: known, services: services as number[] | null, wad }
}

function find(ids: readonly string[], id: string): number | null {
  const position = place(ids, id)!
  return position < 0 ? null : position
}
