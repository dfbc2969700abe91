import { apiError } from '../../reads/errors'
import { columnLosses } from '../../risk/losses/column-losses'
import { type JointTail, JointTails } from '../../risk/losses/joint-tail'
import { doubleToDecimal } from '../../risk/math/decimal'
import { type Page, range } from '../define/arguments'
import { member } from '../define/meta'
import type { SchemaPart } from '../define/part'
import { inSlices, type Progress, UNWATCHED } from '../define/work'
import {
  FIELD_DRAWS,
  type LossAnswer,
  type Losses,
  readLevel,
  slashingsPerDraw,
} from '../loss-distribution'

/** Most cases times AVSs in one answer: four million take about a second. */
const MAX_CELLS = 10_000_000

const typeDefs = /* GraphQL */ `
extend type LossDistribution {
  """
  The loss of each AVS beside that of all stake (S), at a level: what is lost of what it can slash, in the same cases, and, if
  they are drawn, in the same draws. By id. Not from prices of tokens. In doubles: right to 12 digits.

  Losses of AVSs add up to S where each unit of stake can be slashed by one AVS only. Of more than 1000000 draws, or 20000000
  slashings, it is refused.
  """
  avss(
    "The level q, above 0 and below 1."
    level: String!
    "How many, 1 to 1000."
    limit: Int! = 100
    "How many to pass over."
    offset: Int! = 0
  ): [AvsTail!]!
  "How many AVSs there are, with stake or without."
  avsCount: Int!
}

"""
How an AVS meets the whole in the tail. VaR is the least loss that is not exceeded with probability q. Distress of the AVS
means a loss of its VaR or more; if its VaR is 0, that is always, and says nothing.
"""
type AvsTail {
  "The AVS."
  avs: RiskMember!
  "VaR of its loss L."
  valueAtRisk: BigDecimal
  "P(L >= VaR(L)), in [1 - q, 1]: how often it is in distress."
  inDistress: BigDecimal
  "CoVaR: VaR of S in its distress (Adrian and Brunnermeier 2016, with >= for =)."
  coVaR: BigDecimal
  "CoVaR less VaR of S in the median state of the AVS, which is: L is at most its median, the VaR at a level of 1/2."
  deltaCoVaR: BigDecimal
  "Marginal expected shortfall: mean of L where S >= VaR(S) (Acharya et al. 2017). Over AVSs it adds up to the mean of S there, as losses do."
  marginalShortfall: BigDecimal
  "Tail dependence: P(S >= VaR(S)) in its distress, in [0, 1]."
  tailDependence: BigDecimal
  "Why a value is missing: TOO_FEW_DRAWS, of the level or of the state that it looks at."
  nullReason: RiskNullReason
}
`

async function avss({ losses }: LossAnswer, args: Page & { level: string }) {
  const level = readLevel('level', args.level)
  const [from, to] = range(args)
  if (losses === null) return []
  const { exposure } = losses
  const columns = [...exposure.columns.keys()].slice(from, to)
  checkDraws(losses)
  return inSlices(tails(losses, columns, level), UNWATCHED)
}

function checkDraws({ losses, faults, draws, isExact }: Losses): void {
  if (isExact) return
  const most = Math.floor(
    Math.min(FIELD_DRAWS.draws, FIELD_DRAWS.slashings / slashingsPerDraw(losses, faults)),
  )
  if (draws > most) throw exceeded(`Losses of AVSs in ${draws} draws are too many.`, most, draws)
}

function* tails(
  { losses, exposure, faults, seed, draws }: Losses,
  columns: readonly number[],
  level: number,
): Generator<Progress, unknown[]> {
  const { unit } = exposure
  const amounts = losses.map((loss) => Number(loss) / Number(unit))
  const joint = new JointTails(amounts, faults, { seed, draws })
  const cases = joint.cases.weight.length
  const most = Math.floor(MAX_CELLS / cases)
  if (columns.length > most) {
    throw exceeded(`${cases} cases of ${columns.length} AVSs are too many.`, most, columns.length)
  }
  const found: unknown[] = []
  for (const column of columns) {
    yield { done: found.length, total: columns.length }
    const tail = joint.of(columnLosses(exposure, column), level)
    found.push(shown(exposure.columns[column]!, tail))
  }
  return found
}

function exceeded(message: string, limit: number, asked: number): Error {
  return apiError('LIMIT_EXCEEDED', message, { limit, asked, hint: `Ask for ${limit} or fewer.` })
}

function shown(avs: string, tail: JointTail) {
  const texts = Object.fromEntries(
    Object.entries(tail).map(([name, value]) => [
      name,
      value === null ? null : doubleToDecimal(value),
    ]),
  )
  const isMissing = Object.values(tail).includes(null)
  return { avs: member(avs), ...texts, nullReason: isMissing ? 'TOO_FEW_DRAWS' : null }
}

/** Field `avss` of LossDistribution. */
export const jointTailsSchema: SchemaPart = {
  typeDefs,
  resolvers: {
    LossDistribution: {
      avss,
      avsCount: ({ losses }: LossAnswer) => losses?.exposure.columns.length ?? 0,
    },
  },
}
