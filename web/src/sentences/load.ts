import type { LoadQuery } from '../data/types.generated'
import { agreed, calledOf, capitalized, counted, figured, someOf } from '../format/text'

/** How much operators took on, and whether that grows. */
export function loadSentences({ overload }: LoadQuery, since: number | null): string[] {
  const { distribution, operators, operatorCount } = overload
  const serving = distribution.filter(({ avsCount }) => avsCount > 0)
  const count = serving.reduce((sum, one) => sum + one.operatorCount, 0)
  if (count === 0) return ['No operator serves a service at this block.']
  const most = serving.at(-1)!
  const [first] = operators
  const typical = middle(serving, count)
  const ways = [...operators]
    .filter(({ slashingConditions }) => slashingConditions !== null)
    .sort((a, b) => b.slashingConditions! - a.slashingConditions!)[0]
  return [
    `${capitalized(someOf(count, operatorCount, 'operator'))} ${agreed(count, 'serves', 'serve')} a service; ${count === 1 ? '' : `half of them serve ${typical} or fewer, and `}the most is ${counted(most.avsCount, 'service')}${first && first.avsCount === most.avsCount ? `, by ${calledOf(first.operator)}` : ''}.`,
    ...(ways
      ? [
          `Of those listed ${calledOf(ways.operator)} can be slashed in the most ways: by ${counted(ways.slashingConditions!, 'pair')} of operator set and slasher.`,
        ]
      : []),
    ...(since === null ? [] : [growth(operators, since)]),
  ]
}

/** Services that the operator in the middle serves. */
function middle(serving: LoadQuery['overload']['distribution'], count: number): number {
  let seen = 0
  for (const { avsCount, operatorCount } of serving) {
    seen += operatorCount
    if (seen * 2 >= count) return avsCount
  }
  return 0
}

function growth(operators: LoadQuery['overload']['operators'], since: number): string {
  const changes = operators.flatMap(({ growth }) => growth?.avsCount ?? [])
  const grown = changes.filter((change) => change > 0).length
  const shrunk = changes.filter((change) => change < 0).length
  return `Since block ${since}, of those listed ${figured(grown)} took on more services than they left, and ${figured(shrunk)} fewer.`
}
