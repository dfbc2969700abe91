import type { GovernanceQuery } from '../../data/types.generated'
import { calledOf, spanText } from '../../format/text'
import { Listing } from '../../ui/columns'

const seconds = (value: string | null) => (value === null ? 'none' : spanText(Number(value)))

/** Who can do what to each vault. */
export function Vaults({ vaults }: { vaults: GovernanceQuery['governance']['vaults'] }) {
  return (
    <Listing
      title="Rules of vaults"
      rows={vaults}
      keyOf={({ vault }) => vault.id}
      empty="There are no vaults at this block."
      columns={(c) => [
        c.member('Vault', ({ vault }) => vault),
        c.member('Curator', ({ curator }) => curator),
        c.member('Owner', ({ owner }) => owner),
        c.member('Slashed stake goes to', ({ burner }) => burner, undefined, 'unknown'),
        c.member('Hook', ({ hook }) => hook),
        c.text('Time for a veto', ({ vetoDuration }) => seconds(vetoDuration)),
        c.text('Epoch', ({ epochDuration }) => seconds(epochDuration)),
        c.text('Who may veto', ({ resolvers }) => {
          const known = new Map(
            resolvers.flatMap(({ resolver }) =>
              resolver ? [[resolver.id, resolver] as const] : [],
            ),
          )
          return [...known.values()].map(calledOf).join(', ') || 'nobody'
        }),
      ]}
    />
  )
}
