import { countUnknownRewards, loadClaimableRewards } from '../../reads/vaults/claimable-rewards'
import { optional } from '../define/argument'
import { blockArgument } from '../define/measure'
import { addresses } from '../define/members'
import { member, metaOf } from '../define/meta'
import { metric } from '../define/metric'
import { field, object, paged } from '../define/object'
import { bigInt, bytes, int } from '../define/type'

const reward = object('ClaimableReward', 'Rewards of one network that an account can claim.', {
  account: field(member, 'Account with shares of the vault at the times of the rewards.'),
  vault: field(member, 'Vault.'),
  contract: field(bytes, 'Rewards contract.'),
  network: field(member, 'Network that paid.'),
  token: field(bytes, 'Token.'),
  amount: field(
    bigInt,
    'Amount in base units of the token, as the contract answers (DefaultStakerRewards.claimable of all rewards).',
  ),
  rewards: field(int, 'Rewards that it did not claim yet, those of which its part is 0 included.'),
})

const answer = object('ClaimableRewards', 'Rewards that accounts can claim at a block.', {
  rewards: paged(reward, 'By account, then by vault, contract, network and token.'),
  count: field(int, 'How many there are.'),
  unknownRewards: field(
    int,
    'Rewards in no amount, because their vault, or the fee taken of them, is in no log: those of contracts of the older release.',
  ),
})

/** Field `claimableRewards`. */
export const claimableRewardsMetric = metric({
  name: 'claimableRewards',
  doc: `What stakers of vaults can claim of the rewards that networks paid (Symbiotic DefaultStakerRewards).

A reward belongs to those who had shares of the vault at one time, which the network chooses, by their shares at that time. Rewards by Merkle
roots (of operators, of rewards V2) are calculated off-chain: \`merkleRewards\` has the roots and what is left, not who earned it.`,
  args: {
    accounts: optional(addresses('Only these accounts. Default: all.')),
    vaults: optional(addresses('Only these vaults. Default: all.')),
    block: blockArgument,
  },
  answer,
  estimate: () => 500,
  async compute({ accounts, vaults, block: given }, { context }) {
    const block = await context.at(given)
    const filter = { accounts, vaults }
    const rows = await loadClaimableRewards(context, block, filter)
    return {
      meta: metaOf(block, null, null),
      rewards: (from, to) => rows.slice(from, to),
      count: rows.length,
      unknownRewards: await countUnknownRewards(context, block, filter),
    }
  },
})
