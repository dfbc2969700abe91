import { useView } from '../../app/view'
import { tokenKey } from '../../data/tokens'
import type { StakerQuery } from '../../data/types.generated'
import { atText, type Clock, epochEnd, whenText } from '../../format/when'
import { Listing, poolOf } from '../../ui/columns'

/** What is on its way out, with dates, and what can be claimed. */
export function Withdrawals({ data }: { data: StakerQuery }) {
  const { shown, pace } = useView()
  const time = data._meta.block.timestamp
  const clock: Clock = { block: shown, time, pace }
  return (
    <>
      <Listing
        title="Withdrawals in the queue"
        rows={data.withdrawalQueue.schedule}
        keyOf={(row) => `${row.pool.id} ${row.completableFromBlock}`}
        empty="No withdrawal of EigenLayer is queued."
        columns={(c) => [
          c.member('Pool', ({ pool }) => pool),
          c.pool('Pays now', poolOf, ({ shares }) => shares, 'queueShares'),
          c.worth(poolOf, ({ shares }) => shares),
          c.text('Can be slashed until', (row) => whenText(row.slashableUntilBlock, clock)),
          c.text('Can be completed from', (row) => whenText(row.completableFromBlock, clock)),
        ]}
      />
      <Listing
        title="Withdrawals from vaults"
        rows={data.vaultWithdrawals}
        keyOf={({ id }) => id}
        empty="No withdrawal from a vault is open."
        columns={(c) => [
          c.member('Vault', ({ vaultId }) => ({ id: vaultId })),
          c.text('Epoch', ({ epoch }) => epoch),
          c.figure('Shares of the epoch', 'amount', ({ shares }) => shares),
          c.text('Can be claimed from', ({ epoch, vault }) => {
            const end = epochEnd(epoch, vault)
            return end === null ? 'unknown' : atText(end, time)
          }),
        ]}
      />
      <Listing
        title="Rewards that it can claim"
        rows={data.claimableRewards.rewards}
        keyOf={(row) => `${row.vault.id} ${row.network.id} ${row.token}`}
        empty="No reward of a network can be claimed. Rewards by Merkle roots are calculated off-chain."
        columns={(c) => [
          c.member('Vault', ({ vault }) => vault),
          c.member('Network', ({ network }) => network, 'services'),
          c.member('Token', ({ token }) => ({ id: token })),
          c.pool(
            'Amount',
            ({ token }) => tokenKey(token),
            ({ amount }) => amount,
          ),
          c.figure('Rewards', 'count', ({ rewards }) => rewards),
        ]}
      />
    </>
  )
}
