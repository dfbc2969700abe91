import { z } from 'zod'
import type { ContractKind } from '../facts/enums.generated'
import { kindOfContract } from './contract-names'
import type { Answers } from './listed-answers'
import type { KnownContract, Network } from './networks'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hex digits')
  .transform((hex) => hex.toLowerCase())

/** Members of an entry that name a contract. */
const KINDS = {
  coordinator: 'REGISTRY_COORDINATOR',
  stakeRegistry: 'STAKE_REGISTRY',
  blsApkRegistry: 'BLS_APK_REGISTRY',
  ejectionManager: 'EJECTION_MANAGER',
  vetoableSlasher: 'VETOABLE_SLASHER',
  instantSlasher: 'INSTANT_SLASHER',
  ecdsaStakeRegistry: 'ECDSA_STAKE_REGISTRY',
} as const satisfies Record<string, ContractKind>

/** Contracts of one AVS on eigenlayer-middleware, as a file lists them. */
const ONE = z
  .object({
    avs: address.optional(),
    coordinator: address.optional(),
    stakeRegistry: address.optional(),
    blsApkRegistry: address.optional(),
    ejectionManager: address.optional(),
    vetoableSlasher: address.optional(),
    instantSlasher: address.optional(),
    ecdsaStakeRegistry: address.optional(),
    /** Seconds in which a slashing request can be vetoed. */
    vetoPeriod: z.int().nonnegative().optional(),
    vetoCommittee: address.optional(),
  })
  .refine(
    ({ coordinator, ecdsaStakeRegistry }) => (coordinator ?? ecdsaStakeRegistry) !== undefined,
    'needs a coordinator, or an ecdsaStakeRegistry',
  )

/** One AVS, or a list of them. */
export const MIDDLEWARE = z.union([ONE.transform((one) => [one]), z.array(ONE)])

type ListedMiddleware = z.infer<typeof ONE>

const MEMBER_OF = new Map<ContractKind, keyof typeof KINDS>(
  Object.entries(KINDS).map(([member, kind]) => [kind, member as keyof typeof KINDS]),
)

/** AVSs whose contracts a deployment lists by name: `StakeRegistry (a)` belongs to `RegistryCoordinator (a)`. */
export function listedMiddleware(contracts: Readonly<Record<string, string>>): ListedMiddleware[] {
  const byRemark = new Map<string, ListedMiddleware>()
  for (const [name, address] of Object.entries(contracts)) {
    const kind = kindOfContract(name)
    const member = kind === null ? undefined : MEMBER_OF.get(kind)
    if (member === undefined) continue
    const remark = / \((.*)\)$/.exec(name)?.[1] ?? ''
    byRemark.set(remark, { ...byRemark.get(remark), [member]: address })
  }
  return [...byRemark.values()].filter(
    ({ coordinator, ecdsaStakeRegistry }) => (coordinator ?? ecdsaStakeRegistry) !== undefined,
  )
}

/** The network with contracts of AVSs, each with the coordinator that it belongs to. The first entry of a contract counts. */
export function withMiddleware(network: Network, listed: readonly ListedMiddleware[]): Network {
  const followed = new Map(network.contracts.map((one) => [one.address, one]))
  const own = new Map<string, KnownContract>()
  const answers = new Map<string, Answers>(network.answers)
  for (const one of listed) {
    const parent = one.coordinator ?? one.ecdsaStakeRegistry!
    for (const [member, kind] of Object.entries(KINDS)) {
      const address = one[member as keyof typeof KINDS]
      if (address === undefined || own.has(address)) continue
      const name = followed.get(address)?.name ?? `${member} of ${one.avs ?? parent}`
      own.set(address, { address, kind, name, ...(address !== parent && { parent }) })
    }
    const { avs, vetoPeriod, vetoCommittee, vetoableSlasher } = one
    if (avs !== undefined && !answers.has(parent)) answers.set(parent, { avs })
    if (vetoableSlasher !== undefined && !answers.has(vetoableSlasher)) {
      answers.set(vetoableSlasher, {
        vetoPeriod: vetoPeriod ?? null,
        vetoCommittee: vetoCommittee ?? null,
      })
    }
  }
  const others = network.contracts.filter((one) => !own.has(one.address))
  const { earlier } = network
  return {
    ...network,
    contracts: [...others, ...own.values()],
    answers,
    ...(earlier && { earlier: withMiddleware(earlier, listed) }),
  }
}

/** Without these a coordinator's quorums would look as if nobody were in them, and no weight were recorded. */
const NEEDED = ['stakeRegistry', 'blsApkRegistry'] as const

/** What is wrong with the listed contracts of AVSs: coordinators without, or with several of, the registries that say who votes with what. */
export function middlewareProblems({ contracts }: Network): string[] {
  const coordinators = contracts.filter(({ kind }) => kind === KINDS.coordinator)
  return coordinators.flatMap(({ address, name }) => {
    const own = contracts.filter((one) => one.parent === address).map(({ kind }) => kind)
    return NEEDED.flatMap((member) => {
      const count = own.filter((kind) => kind === KINDS[member]).length
      if (count === 0) return `${name} (${address}): its ${member} is not listed`
      if (count === 1) return []
      return `${name} (${address}): has several of ${member}, and no event tells which of them counts`
    })
  })
}
