import type { Arguments, FigureValue } from '../../state-proof/figure'
import { type Entries, toEntries, wordsOf } from '../entries'
import { MISSING } from '../keys'

/** How the answer of a check is proven. */
interface ProvenCheck {
  figure: string
  /** Names of the arguments, for the words of a subject. */
  arguments: readonly string[]
  /** Values by key. */
  values(subject: string, value: FigureValue): (readonly [string, string])[]
}

type Fields = Readonly<Record<string, string | boolean>>

function proven(
  figure: string,
  names: readonly string[],
  text: (value: FigureValue) => string = String,
): ProvenCheck {
  const values = (subject: string, value: FigureValue) => [[subject, text(value)] as const]
  return { figure, arguments: names, values }
}

/** A list of which each item is a key. */
function provenList(figure: string): ProvenCheck {
  return {
    figure,
    arguments: ['operatorSet'],
    values: (subject, value) =>
      (value as readonly string[]).map((item) => [`${subject} ${item}`, 'true'] as const),
  }
}

const ofOperatorPool = ['operator', 'pool']
const ofStakerPool = ['staker', 'pool']
const ofAllocation = ['operator', 'operatorSet', 'pool']
const ofMember = ['operatorSet', 'operator']

/** The checks that can be proven, by name. */
export const PROVEN_CHECKS: Readonly<Record<string, ProvenCheck>> = {
  'operator shares': proven('operatorShares', ofOperatorPool),
  'operator of stakers': proven('delegatedTo', ['staker']),
  'members of operator sets': provenList('members'),
  'membership of those that left': proven('isMember', ofMember),
  'deposit shares of tokens': proven('depositShares', ofStakerPool),
  'deposit shares of native ETH': proven('depositShares', ofStakerPool),
  'deposit scaling factors': proven('scalingFactor', ofStakerPool),
  'withdrawable shares': proven('withdrawableShares', ofStakerPool),
  'max magnitudes': proven('maxMagnitude', ofOperatorPool),
  'encumbered magnitudes': proven('encumberedMagnitude', ofOperatorPool),
  allocations: proven('allocation', ofAllocation, (value) => {
    const { magnitude, pendingDiff, effectBlock } = value as Fields
    return `${magnitude} ${pendingDiff} ${effectBlock}`
  }),
  'slashable stake': proven('slashableStake', ofAllocation),
  slashers: proven('slasher', ['operatorSet']),
  'pools of operator sets': provenList('pools'),
  isOperatorSlashable: proven('registration', ofMember, (value) =>
    String((value as Fields).isSlashable),
  ),
  'pending withdrawals': proven('isPendingWithdrawal', ['root']),
  'beacon chain slashing factors': proven('beaconChainSlashingFactor', ['staker']),
}

/** Arguments of the figure for a subject; null: a row that it names is missing. */
export function argumentsOf({ arguments: names }: ProvenCheck, subject: string): Arguments | null {
  const words = wordsOf(subject)
  if (words.includes(MISSING)) return null
  return Object.fromEntries(names.map((name, i) => [name, words[i]!]))
}

/** Values of a check by key. */
export function entriesOf(check: ProvenCheck, subject: string, value: FigureValue): Entries {
  return toEntries(check.values(subject, value))
}
