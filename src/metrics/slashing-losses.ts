import type { ApiContext } from '../reads/context'
import { loadSlashedPools } from '../reads/history/slashed-stake'
import { loadSlashedVault, loadVaultAtLog, type SlashedVault } from '../reads/history/slashed-vault'
import { vaultSlashingLosses } from '../vaults/slashing-losses'
import { count, id, limit } from './define/arguments'
import { invalidArgument } from './define/errors'
import { rootField } from './define/metric'
import { list } from './define/type'
import { largestFirst, slashingLoss, stakerLosses } from './parts/staker-losses'

/** Field `slashingLosses`. */
export const slashingLossesMetric = rootField({
  name: 'slashingLosses',
  doc: `What each staker lost by a slashing, pool by pool; the largest loss first.

Withdrawable shares with the operator's max magnitude before and after the slashing, for those who delegated to the operator
at its log, with the deposits and factors that they had there (DelegationManager.getWithdrawableShares); and shares in
withdrawals that could still be slashed. Earlier logs of the same block count, later ones do not.

The losses of all stakers add up to what the operator lost (\`SlashedPool\`) within one base unit for each staker, and what the
contracts round: shares of operators and of stakers are rounded separately at every event and differ by some parts in 1e17
before the slashing, of which it takes its part; in native ETH the factor of a staker, the max magnitude times the beacon chain
factor, is rounded down to 1e-18, a unit of which is scaled shares / 1e18. In native ETH the contracts count queued shares without
the beacon chain factor (\`queuedSharesSlashed\`), which these losses have.

Of a vault (Symbiotic) all who hold a part of it lose alike, whoever the slashed operator is: active shares, and withdrawals that the slashing
reaches, with the shares that accounts had at its log. The losses add up to \`realized\` within a base unit for each balance, and what one more
share is worth: the contract rounds each balance down, with one virtual share. A slashing that is not executed took nothing. Refused
are vaults of version 3, whose shares are worth what no log says, and vaults the length of whose epochs is unknown.`,
  args: {
    slashing: id('Id of the slashing.'),
    limit: limit(100),
    offset: count('How many to skip.', { minimum: 0, otherwise: 0 }),
  },
  type: list(slashingLoss),
  estimate: () => 10,
  async compute({ slashing, limit, offset }, { context }) {
    const { number } = await context.at()
    const pools = await loadSlashedPools(context, slashing, number)
    if (pools.length === 0) {
      const ofVault = await loadSlashedVault(context, slashing, number)
      if (ofVault) {
        const losses = await lossesInVault(context, slashing, ofVault)
        return largestFirst(losses).slice(offset, offset + limit)
      }
      const hint = 'There is no such slashing. Give the id of a row of slashings.'
      throw invalidArgument('slashing', slashing, hint)
    }
    const losses = []
    for (const pool of pools) losses.push(...(await stakerLosses(context, pool)))
    return largestFirst(losses).slice(offset, offset + limit)
  },
})

const OF_VERSION_3 =
  'It is a slashing of a vault of version 3: what its shares are worth rests on assets of adapters that no log says. See `pools { realized }` of `slashings`, and `vaultPositions` for the shares.'
const OF_UNKNOWN =
  'Of its vault the stake, or the length of its epochs, is not known (`vaults`), so that it is not known who lost what.'

async function lossesInVault(
  context: ApiContext,
  slashing: string,
  { vault, version, block, lost, logIndex, captureTimestamp }: SlashedVault,
) {
  if (version === 3) throw invalidArgument('slashing', slashing, OF_VERSION_3)
  // It was not executed, or took nothing.
  if (block === null || lost === null || lost === 0n) return []
  const at =
    logIndex === null || captureTimestamp === null
      ? null
      : await loadVaultAtLog(context, { vault, block, logIndex, captureTimestamp })
  const losses = at && vaultSlashingLosses(at.held, lost, at.captureEpoch)
  if (losses === null) throw invalidArgument('slashing', slashing, OF_UNKNOWN)
  return losses.map(({ account, ...loss }) => ({ staker: account, pool: vault, ...loss }))
}
