import type { Question, Questions, QuestionTable } from './question'
import { addressOrZero, anAddress, bool, duration, unsigned } from './words'

/** A constant of the contract, kept under the name of its function. */
const constant = (name: string, read: Question['read']): Question => {
  return { name, function: name, read, isConstant: true }
}
/** A value that can be set: only the state of the block in which the contract was found has the first one. */
const first = (name: string, read: Question['read']): Question => {
  return { ...constant(name, read), isConstant: false }
}

const VERSION = constant('version', unsigned(64))
const TYPE = constant('TYPE', unsigned(64))

/** Vaults of versions 1 and 2. */
const VAULT_V1 = [
  constant('collateral', anAddress),
  constant('burner', addressOrZero),
  constant('epochDuration', duration),
  first('depositWhitelist', bool),
  first('isDepositLimit', bool),
  first('depositLimit', unsigned(256)),
]
/** Of version 3 logs tell all but the decimals of the asset. */
const VAULT_V2: Question[] = [{ ...constant('collateral', anAddress), function: 'asset' }]

const vault: Questions = ({ version, collateral }) => {
  if (version == null) return [VERSION]
  const own = Number(version) < 3 ? VAULT_V1 : VAULT_V2
  if (typeof collateral !== 'string') return [VERSION, ...own]
  // Anybody's contract: at a later block it could answer as it likes, whenever it likes.
  return [VERSION, ...own, { ...first('decimals', unsigned(8)), to: collateral }]
}

const delegator: Questions = ({ TYPE: type }) => {
  const own = [TYPE, first('hook', addressOrZero)]
  if (Number(type) === 2) return [...own, constant('operator', anAddress)]
  return Number(type) === 3
    ? [...own, constant('operator', anAddress), constant('network', anAddress)]
    : own
}

const slasher: Questions = ({ TYPE: type }) => {
  const own = [TYPE, constant('isBurnerHook', bool)]
  return Number(type) === 1
    ? [
        ...own,
        constant('vetoDuration', unsigned(48)),
        constant('resolverSetEpochsDelay', unsigned(256)),
      ]
    : own
}

/** Of adapters of V2 those that guarantee stake say in which token: of nested ones it is not that of the vault. */
const adapter: Questions = () => [
  { ...constant('baseAsset', anAddress), function: 'asset', isOptional: true },
]

/** Of receivers a router is made with that of all networks is asked for; which others there are nobody knows. */
const burnerRouter: Questions = () => [
  constant('collateral', anAddress),
  first('delay', unsigned(48)),
  first('globalReceiver', addressOrZero),
]

/** What no log says of Symbiotic's contracts. */
export const SYMBIOTIC_QUESTIONS: QuestionTable = {
  ADAPTER: adapter,
  BURNER_ROUTER: burnerRouter,
  VAULT: vault,
  DELEGATOR: delegator,
  VAULT_SLASHER: slasher,
}
