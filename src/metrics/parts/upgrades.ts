import type { VersionRow } from '../../reads/governance/implementations'
import { codeDiversity } from '../../risk/governance/code-diversity'
import type { Value } from '../../risk/value/value'
import { type Covered, coverageFields, stakeAmount } from '../define/coverage'
import { member } from '../define/meta'
import { field, limited, object } from '../define/object'
import { double, int, nullable, string, type ValueOf } from '../define/type'

const upgradeVersion = object('UpgradeVersion', 'Contracts that run the same code.', {
  implementation: field(nullable(member), 'The implementation; null: unknown.'),
  beacon: field(
    nullable(member),
    'Beacon that all of them follow: one upgrade of it changes all. Null: each is upgraded separately.',
  ),
  contracts: field(int, 'How many contracts.'),
  stake: field(
    stakeAmount,
    'Delegated stake in those of them that are pools in the scope. Null: none is, or `nullReason` says why.',
  ),
  ...coverageFields,
})

/** Type UpgradeDispersion. */
export const upgradeDispersion = object('UpgradeDispersion', 'Code of the contracts of one kind.', {
  kind: field(string, 'Kind of contract, as in `ContractKind`.'),
  contracts: field(int, 'How many contracts.'),
  unknown: field(
    int,
    'How many of them run code that is unknown; in no other figure but `versions`.',
  ),
  implementations: field(int, 'Different implementations that are known.'),
  entropy: field(
    nullable(double),
    'Shannon entropy of the contracts over implementations, in nats, 0 if all run one. Null if none is known.',
  ),
  versions: limited(
    upgradeVersion,
    'By implementation and beacon, the most contracts first, then by id, unknown ones last.',
  ),
})

/** Delegated stake in some pools. */
export type PoolStake = { readonly stake: Value | null } & Covered

/** Contracts of each kind by the code that they run. @param stakeOf delegated stake in pools */
export function upgrades(
  rows: readonly VersionRow[],
  stakeOf: (pools: readonly string[]) => PoolStake,
): ValueOf<typeof upgradeDispersion>[] {
  return [...new Set(rows.map(({ kind }) => kind))].map((kind) => {
    const versions = rows.filter((row) => row.kind === kind)
    return {
      kind,
      ...codeDiversity(versions),
      versions: (limit) =>
        versions.slice(0, limit).map(({ implementation, beacon, contracts, pools }) => {
          return { implementation, beacon, contracts, ...stakeOf(pools) }
        }),
    }
  })
}
