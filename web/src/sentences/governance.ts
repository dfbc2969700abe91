import type { Measure } from '../data/measure'
import type { GovernanceQuery } from '../data/types.generated'
import { percent } from '../format/decimal'
import { agreed, calledOf, counted } from '../format/text'

/** Who can change the rules, how soon, and whether stake can leave first. */
export function governanceSentences(
  { governance, controllers }: GovernanceQuery,
  measure: Measure,
): string[] {
  const { changes, slasherChangeCount, stakeUnderChange, sharedControllers } = governance
  const under =
    stakeUnderChange === null || slasherChangeCount === 0
      ? ''
      : `; their sets can slash ${measure.text(stakeUnderChange)}`
  const pending =
    slasherChangeCount === 0
      ? 'No change of a slasher is announced.'
      : `${counted(slasherChangeCount, 'change')} of slashers ${agreed(slasherChangeCount, 'is', 'are')} announced and not in effect yet${under}.`
  const keys = controllers.controllers
  const [first] = keys
  const power =
    first?.share == null
      ? 'How much stake is under each slasher is unknown.'
      : `The slasher with the most, ${calledOf(first.controller)}, can slash ${percent(first.share)} of all slashable stake alone.`
  const shared =
    sharedControllers.count === 0
      ? 'No slasher serves two services.'
      : `${counted(sharedControllers.count, 'slasher')} ${agreed(sharedControllers.count, 'serves', 'serve')} two services or more.`
  return [
    exit(governance.exit),
    pending,
    power,
    shared,
    `From block ${changes.fromBlock} to ${changes.toBlock} rules changed ${counted(changes.count, 'time')}.`,
    ...veto(governance.vetoCoverage),
  ]
}

function exit({ blocksToExit, notice, exitGap }: GovernanceQuery['governance']['exit']): string {
  if (blocksToExit === null) return 'How long stake takes to leave EigenLayer is unknown.'
  const way = `Stake of EigenLayer that begins to leave can be slashed for ${counted(blocksToExit - 1, 'block')}`
  if (notice === null || exitGap === null) {
    return `${way}; no change of a slasher was announced yet, so its notice is unknown.`
  }
  return exitGap > 0
    ? `${way}, ${exitGap} more than the notice of a new slasher (${notice}): it binds stake that leaves as soon as it hears of it.`
    : `${way}, and a new slasher is announced ${counted(notice, 'block')} before its effect: stake can be gone first.`
}

function veto(coverage: GovernanceQuery['governance']['vetoCoverage']): string[] {
  if (!coverage || coverage.share === null) return []
  return [`${percent(coverage.share)} of the slashable stake of vaults can be saved by a veto.`]
}
