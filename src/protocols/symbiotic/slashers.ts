import { events as vault } from '../../abi/Vault'
import { events as slasher } from '../../abi/VaultSlasher'
import { argsOf, type EventHandler, emitterOf, type LogContext, on, parentOf } from '../handler'
import { subnetworkOf } from './subnetwork'

const SLASHER = 'VAULT_SLASHER'

/** Instant and veto slashers. */
export const slasherHandlers: EventHandler[] = [
  on(SLASHER, slasher.Slash, ({ subnetwork, slashedAmount: accounted, ...rest }, context) => [
    {
      kind: 'vaultSlashed',
      vault: parentOf(context),
      slasher: emitterOf(context),
      subnetwork: subnetworkOf(subnetwork),
      accounted,
      realized: lossBefore(context),
      ...rest,
    },
  ]),
  on(SLASHER, slasher.RequestSlash, ({ subnetwork, slashAmount: amount, ...rest }, context) => [
    {
      kind: 'slashRequested',
      vault: parentOf(context),
      slasher: emitterOf(context),
      subnetwork: subnetworkOf(subnetwork),
      amount,
      ...rest,
    },
  ]),
  on(SLASHER, slasher.ExecuteSlash, ({ slashIndex, slashedAmount: accounted }, context) => [
    {
      kind: 'slashExecuted',
      slasher: emitterOf(context),
      slashIndex,
      accounted,
      realized: lossBefore(context),
    },
  ]),
  on(SLASHER, slasher.VetoSlash, (args, context) => [
    { kind: 'slashVetoed', slasher: emitterOf(context), ...args },
  ]),
  on(SLASHER, slasher.SetResolver, ({ subnetwork, resolver }, context) => [
    {
      kind: 'resolver',
      vault: parentOf(context),
      slasher: emitterOf(context),
      subnetwork: subnetworkOf(subnetwork),
      resolver,
    },
  ]),
]

/**
 * What the slasher's vault lost: the slasher calls Vault.onSlash, and then emits its own event. Looks no further back than the
 * slasher's slash before, as one transaction can slash several times.
 * @returns null if the transaction has no OnSlash of the vault
 */
function lossBefore(context: LogContext): bigint | null {
  const { logs, index } = context
  const address = emitterOf(context)
  const parent = parentOf(context)
  for (let at = index - 1; at >= 0; at--) {
    const log = logs[at]!
    const emitter = log.log.address
    if (emitter === address && (argsOf(log, slasher.Slash) || argsOf(log, slasher.ExecuteSlash))) {
      return null
    }
    const loss = emitter === parent ? argsOf(log, vault.OnSlash) : null
    if (loss) return loss.slashedAmount
  }
  return null
}
