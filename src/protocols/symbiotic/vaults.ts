import { events as vault } from '../../abi/Vault'
import { type EventHandler, emitterOf, on, orNull } from '../handler'

const VAULT = 'VAULT'

/** Vaults of versions 1 and 2. A vault's own events do not name it: it is the emitter. */
export const vaultHandlers: EventHandler[] = [
  on(VAULT, vault.Initialized, ({ version }, context) => [
    { kind: 'vaultVersion', vault: emitterOf(context), version },
  ]),
  on(VAULT, vault.SetDelegator, ({ delegator }, context) => [
    { kind: 'vaultDelegator', vault: emitterOf(context), delegator },
  ]),
  on(VAULT, vault.SetSlasher, ({ slasher }, context) => [
    { kind: 'vaultSlasher', vault: emitterOf(context), slasher },
  ]),
  // The depositor pays, the other account gets the shares.
  on(VAULT, vault.Deposit, ({ onBehalfOf: account, amount, shares }, context) => [
    { kind: 'vaultDeposited', vault: emitterOf(context), account, amount, shares },
  ]),
  on(VAULT, vault.Withdraw, ({ withdrawer: account, ...rest }, context) => [
    { kind: 'vaultWithdrawn', vault: emitterOf(context), account, ...rest },
  ]),
  on(VAULT, vault.Claim, ({ claimer, epoch }, context) => [
    { kind: 'vaultClaimed', vault: emitterOf(context), claimer, epochs: [epoch] },
  ]),
  on(VAULT, vault.ClaimBatch, ({ claimer, epochs }, context) => [
    { kind: 'vaultClaimed', vault: emitterOf(context), claimer, epochs: [...epochs] },
  ]),
  on(VAULT, vault.OnSlash, ({ amount, captureTimestamp, slashedAmount: lost }, context) => [
    { kind: 'vaultLoss', vault: emitterOf(context), amount, captureTimestamp, lost },
  ]),
  // Shares minted and burned are in Deposit and Withdraw.
  on(VAULT, vault.Transfer, ({ from, to, value: shares }, context) =>
    orNull(from) && orNull(to)
      ? [{ kind: 'vaultSharesMoved', vault: emitterOf(context), from, to, shares }]
      : [],
  ),
  on(VAULT, vault.SetDepositWhitelist, ({ status }, context) => [
    { kind: 'vaultWhitelist', vault: emitterOf(context), enabled: status },
  ]),
  on(VAULT, vault.SetDepositorWhitelistStatus, ({ account, status }, context) => [
    { kind: 'vaultDepositor', vault: emitterOf(context), account, allowed: status },
  ]),
  on(VAULT, vault.SetIsDepositLimit, ({ status }, context) => [
    { kind: 'vaultDepositLimit', vault: emitterOf(context), enabled: status, limit: null },
  ]),
  on(VAULT, vault.SetDepositLimit, ({ limit }, context) => [
    { kind: 'vaultDepositLimit', vault: emitterOf(context), enabled: null, limit },
  ]),
]
