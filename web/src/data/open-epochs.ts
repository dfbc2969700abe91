import { epochEnd } from '../format/when'
import type { ExitsQuery } from './types.generated'

/** Epochs of vaults with withdrawals that are not over at the block, the first to end first; all, where its time is unknown. */
export function openEpochs({
  vaultEpochTotals,
  _meta: { block },
}: Pick<ExitsQuery, 'vaultEpochTotals' | '_meta'>): ExitsQuery['vaultEpochTotals'] {
  const endOf = ({ epoch, vault }: ExitsQuery['vaultEpochTotals'][number]) =>
    epochEnd(epoch, vault) ?? Number.POSITIVE_INFINITY
  return vaultEpochTotals
    .filter((row) => block.timestamp === null || endOf(row) > block.timestamp)
    .sort((a, b) => endOf(a) - endOf(b))
}
