import type { Rows } from '../rows'
import type { OurFigure } from './our-figure'

/** One column of the row with an id; `absent` without one. */
async function columnOf(
  rows: Rows,
  field: string,
  name: string,
  id: string,
  absent: string | null,
): Promise<string | null> {
  type Row = { id: string } & Record<string, string | null>
  const [row] = await rows.list<Row>(field, `{ id ${name} }`, `id_eq: "${id}"`)
  return row ? row[name]! : absent
}

/** A limit of the delegator of a vault; null: the index does not have the vault. */
function limit(name: string): OurFigure {
  return async (rows, { vault, subnetwork }) => {
    const delegator = await columnOf(rows, 'vaults', 'delegator', String(vault), null)
    if (delegator === null) return null
    const text = String(subnetwork)
    const id = `${delegator}-${text.slice(0, 42)}/${BigInt(`0x${text.slice(42)}`)}`
    return columnOf(rows, 'networkLimits', name, id, '0')
  }
}

/** Figures of vaults, as the index has them. */
export const OUR_VAULT_FIGURES: Record<string, OurFigure> = {
  vaultActiveStake: (rows, { vault }) =>
    columnOf(rows, 'vaults', 'activeStake', String(vault), null),
  vaultActiveShares: (rows, { vault, account }) =>
    columnOf(rows, 'vaultPositions', 'shares', `${vault}-${account}`, '0'),
  vaultMaxNetworkLimit: limit('maxNetworkLimit'),
  vaultNetworkLimit: limit('networkLimit'),
  async vaultOptIn(rows, { operator, vault }) {
    return (await columnOf(rows, 'vaultOptIns', 'id', `${operator}-${vault}`, null)) !== null
  },
}
